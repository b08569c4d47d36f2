import { asAuth } from '@entente/db/core/scopes'
import { findAccountToSetUp } from '@entente/db/identity/accounts'
import { findOneTimeLink } from '@entente/db/identity/one-time-links'
import { findOrganisationName } from '@entente/db/identity/organisations'
import { userAddedMail } from '@entente/mail/user-added'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { setUpUrl } from '../links.ts'

/** Sends a user whom a colleague added the link to set up the sign-in, unless it was used, replaced or has expired. */
export const mailUserAdded: Handler<'mail.user-added'> = async (tools, { linkId }, job) => {
  const { cloud, clock, database } = tools
  const found = await asAuth(database, null, async (db) => {
    const link = await findOneTimeLink(db, linkId)
    if (link?.kind !== 'set_up' || !link.accountId || !link.organisationId) return undefined
    const account = await findAccountToSetUp(db, link.accountId)
    const organisation = await findOrganisationName(db, link.organisationId)
    return account && organisation !== undefined ? { link, account, organisation } : undefined
  })
  if (!found || found.link.consumedAt || found.link.expiresAt <= clock()) return
  const { link, account, organisation } = found
  const { email, name } = account
  await deliver(tools, job, {
    recipient: email,
    render: (frame) =>
      userAddedMail(
        { ...frame, name, organisation, expiresAt: link.expiresAt, timeZone: cloud.timeZone },
        wordsFor(cloud, null, link.details.locale),
      ),
    link: setUpUrl(tools, link),
  })
}
