import { asTenant } from '@entente/db/core/scopes'
import { listPartnerAgreements } from '@entente/db/enrolment/applications'
import { findPartnerCard } from '@entente/db/identity/organisations'
import { isAgreementDue } from '@entente/domain/core/agreement-due'
import { agreementDueMail } from '@entente/mail/agreement-due'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { findRecipient } from './mail-deauthorisation-warning.ts'

/** Asks a global admin to sign the newest agreement. Sends nothing once it is signed, or a newer one has taken its place. */
export const mailAgreementDue: Handler<'mail.agreement-due'> = async (tools, data, job) => {
  const { partnerId, version } = data
  const { cloud, database, sites } = tools
  const current = cloud.agreements.partner
  if (current.version !== version) return
  const scope = { organisationId: partnerId, audience: 'partner', personId: null } as const
  const found = await asTenant(database, scope, async (db) => {
    const partner = await findPartnerCard(db, partnerId)
    const isDue = isAgreementDue(current, await listPartnerAgreements(db, partnerId))
    const recipient = isDue ? await findRecipient(db, data) : undefined
    return partner && recipient && { partner, recipient }
  })
  if (!found) return
  const { partner, recipient } = found
  await deliver(tools, job, {
    recipient: recipient.email,
    render: (frame) =>
      agreementDueMail(
        {
          ...{ ...frame, name: recipient.name, organisation: partner.legalName },
          ...{ agreement: current.name, version },
        },
        wordsFor(cloud, recipient.locale),
      ),
    link: `${sites.partner}/settings/agreement`,
  })
}
