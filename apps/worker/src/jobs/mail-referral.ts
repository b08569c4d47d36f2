import { asAuth, asTenant } from '@entente/db/core/scopes'
import { findClosedReferral, findReferable, findReferral } from '@entente/db/customer/referrals'
import { findOneTimeLink } from '@entente/db/identity/one-time-links'
import { findPersonByAccount } from '@entente/db/identity/people'
import { may } from '@entente/domain/core/permission'
import { referralStatusOf } from '@entente/domain/customer/referral'
import { referralAskedMail, referralClosedMail, referralWaitingMail } from '@entente/mail/referral'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { referralUrl } from '../links.ts'

/** Asks the mailbox of who asked a partner in the directory. */
export const mailReferralAsked: Handler<'mail.referral-asked'> = async (tools, { linkId }, job) => {
  const { cloud, clock, database } = tools
  const found = await asAuth(database, null, async (db) => {
    const link = await findOneTimeLink(db, linkId)
    if (link?.kind !== 'referral') return undefined
    const partner = await findReferable(db, link.organisationId)
    return partner && { link, partner: partner.legalName }
  })
  if (!found || found.link.consumedAt || found.link.expiresAt <= clock()) return
  const { link, partner } = found
  const { email, locale } = link.details
  await deliver(tools, job, {
    recipient: email,
    render: (frame) =>
      referralAskedMail(
        { ...frame, partner, expiresAt: link.expiresAt, timeZone: cloud.timeZone },
        wordsFor(cloud, locale),
      ),
    link: referralUrl(tools, link),
  })
}

/** M-17 to one person of the partner, unless somebody answered the referral since. */
export const mailReferralWaiting: Handler<'mail.referral-waiting'> = async (tools, data, job) => {
  const { cloud, clock, database, sites } = tools
  const { partnerId, referralId, accountId, isReminder } = data
  const tenant = { organisationId: partnerId, audience: 'partner' as const, personId: null }
  const { referral, person, status } = await asTenant(database, tenant, async (db) => {
    const referral = await findReferral(db, { side: 'received', ownId: partnerId }, referralId)
    const person = await findPersonByAccount(db, partnerId, accountId)
    return { referral, person, status: referral && referralStatusOf(referral, clock()) }
  })
  if (!referral || status !== 'new' || person?.status !== 'active') return
  if (!may('partner', person.roles, 'referrals.answer')) return
  const { source, company, country, deadline } = referral
  const message = referral.message || null
  await deliver(tools, job, {
    recipient: person.email,
    render: (frame) =>
      referralWaitingMail(
        {
          ...{ ...frame, name: person.name, isReminder, source, company, country, message, deadline },
          timeZone: person.timeZone ?? cloud.timeZone,
        },
        wordsFor(cloud, person.locale),
      ),
    link: `${sites.partner}/referrals/${referralId}`,
  })
}

/** M-18 to who asked, or to the provider's person who referred the customer: it was never asked by us. */
export const mailReferralClosed: Handler<'mail.referral-closed'> = async (tools, { referralId }, job) => {
  const { cloud, database, sites } = tools
  const found = await asAuth(database, null, (db) => findClosedReferral(db, referralId))
  if (found?.status !== 'declined' && found?.status !== 'expired') return
  const { status, company, partnerName: partner } = found
  const to = found.source === 'provider' ? 'provider' : 'customer'
  const recipient =
    to === 'customer'
      ? { name: found.name, email: found.email, locale: found.locale }
      : { name: found.referrerName, email: found.referrerEmail, locale: found.referrerLocale }
  const { name, email, locale } = recipient
  if (!name || !email || email.endsWith('@entente.invalid')) return
  await deliver(tools, job, {
    recipient: email,
    render: (frame) =>
      referralClosedMail({ ...frame, to, name, partner, company, status }, wordsFor(cloud, locale)),
    link:
      to === 'customer' ? `${sites.customer}/partners` : `${sites.partner}/referrals/${referralId}?side=sent`,
  })
}
