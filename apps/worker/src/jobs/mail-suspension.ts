import { asTenant } from '@entente/db/core/scopes'
import { findPartnerCard } from '@entente/db/identity/organisations'
import { listPeopleWithRole } from '@entente/db/identity/people'
import { findSuspensionAct } from '@entente/db/partner/partner-audit'
import { type SuspensionMail, suspensionMail } from '@entente/mail/suspension'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { findRecipient } from './mail-deauthorisation-warning.ts'

const statusAfter = { partner_suspended: 'suspended', suspension_lifted: 'active' } as const

/** Makes the handler of one of the two mails. It sends nothing once the operator acted again: that act has a mail of its own. */
const mailSuspension =
  (kind: SuspensionMail): Handler<'mail.partner-suspended' | 'mail.suspension-lifted'> =>
  async (tools, data, job) => {
    const { partnerId, accountId, requestId } = data
    const { cloud, database, sites } = tools
    const scope = { organisationId: partnerId, audience: 'partner', personId: null } as const
    const found = await asTenant(database, scope, async (db) => {
      const partner = await findPartnerCard(db, partnerId)
      const act = await findSuspensionAct(db, partnerId)
      if (partner?.status !== statusAfter[kind] || act?.requestId !== requestId) return undefined
      const recipient = await findRecipient(db, data)
      const admins = accountId ? [] : await listPeopleWithRole(db, partnerId, 'global_admin')
      // A contact who is a global admin gets the mail as one.
      if (!recipient || admins.some(({ email }) => email === recipient.email.toLowerCase())) return undefined
      return { partner, recipient, reason: act.told }
    })
    if (!found) return
    const { partner, recipient, reason } = found
    await deliver(tools, job, {
      recipient: recipient.email,
      render: (frame) =>
        suspensionMail(
          kind,
          {
            ...{ ...frame, name: recipient.name, organisation: partner.legalName, reason },
            isFrozen: partner.privilegesFrozenAt !== null,
          },
          wordsFor(cloud, recipient.locale),
        ),
      link: `${sites.partner}/settings`,
    })
  }

export const mailPartnerSuspended = mailSuspension('partner_suspended')
export const mailSuspensionLifted = mailSuspension('suspension_lifted')
