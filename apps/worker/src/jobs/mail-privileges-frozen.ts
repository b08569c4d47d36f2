import { asTenant } from '@entente/db/core/scopes'
import { findPartnerCard, isLastPrivilegesChange } from '@entente/db/identity/organisations'
import { privilegesFrozenMail } from '@entente/mail/privileges-frozen'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { findRecipient } from './mail-deauthorisation-warning.ts'

/** Makes the handler of one of the two mails. It sends nothing once the operator acted again. */
const mailPrivileges =
  (change: 'frozen' | 'thawed'): Handler<'mail.privileges-frozen' | 'mail.privileges-thawed'> =>
  async (tools, data, job) => {
    const { partnerId } = data
    const { cloud, database, sites } = tools
    const scope = { organisationId: partnerId, audience: 'partner', personId: null } as const
    const found = await asTenant(database, scope, async (db) => {
      const partner = await findPartnerCard(db, partnerId)
      const recipient = partner && (await isLastPrivilegesChange(db, data)) && (await findRecipient(db, data))
      return recipient ? { partner, recipient } : undefined
    })
    if (!found) return
    const { partner, recipient } = found
    await deliver(tools, job, {
      recipient: recipient.email,
      render: (frame) =>
        privilegesFrozenMail(
          change,
          { ...frame, name: recipient.name, organisation: partner.legalName },
          wordsFor(cloud, recipient.locale),
        ),
      link: `${sites.partner}/settings`,
    })
  }

export const mailPrivilegesFrozen = mailPrivileges('frozen')
export const mailPrivilegesThawed = mailPrivileges('thawed')
