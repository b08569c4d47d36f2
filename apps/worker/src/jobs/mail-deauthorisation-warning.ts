import { asTenant, type PartnerDb } from '@entente/db/core/scopes'
import { findCompanyProfile } from '@entente/db/enrolment/partner-profiles'
import { findPersonByAccount, listPeopleWithRole } from '@entente/db/identity/people'
import { daysUntil } from '@entente/domain/operator/partner-control'
import { deauthorisationWarningMail } from '@entente/mail/deauthorisation-warning'
import type { JobData } from '@entente/queue/jobs'
import { findNotice } from '../deauthorisation-notice.ts'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { provenContactOf } from './mail-enrolment.ts'

/** M-20, with the days that are left when it is rendered: a mail that waited still tells the truth. */
export const mailDeauthorisationWarning: Handler<'mail.deauthorisation-warning'> = async (
  tools,
  data,
  job,
) => {
  const { cloud, database, sites, clock } = tools
  const scope = { organisationId: data.partnerId, audience: 'partner', personId: null } as const
  const found = await asTenant(database, scope, async (db) => {
    const noticed = await findNotice(db, data, clock())
    const recipient = noticed && (await findRecipient(db, data))
    return recipient && { ...noticed, recipient }
  })
  if (!found) return
  const { notice, partner, recipient } = found
  await deliver(tools, job, {
    recipient: recipient.email,
    render: (frame) =>
      deauthorisationWarningMail(
        {
          ...frame,
          name: recipient.name,
          organisation: partner.legalName,
          days: daysUntil(notice.endsAt, clock()),
          endsAt: notice.endsAt,
          timeZone: cloud.timeZone,
          reason: notice.reason,
        },
        wordsFor(cloud, recipient.locale),
      ),
    link: `${sites.partner}/settings`,
  })
}

/** One global admin of the partner; without an account, its primary contact with a proven address. */
export async function findRecipient(
  db: PartnerDb,
  { partnerId, accountId }: Pick<JobData<'mail.deauthorisation-warning'>, 'partnerId' | 'accountId'>,
) {
  if (accountId) {
    const admin = await findPersonByAccount(db, partnerId, accountId)
    return admin?.status === 'active' && admin.roles.includes('global_admin') ? admin : undefined
  }
  const contact = provenContactOf(await findCompanyProfile(db, partnerId))
  // A contact has no account, so no language: the mail uses that of a global admin.
  const [admin] = await listPeopleWithRole(db, partnerId, 'global_admin')
  return contact && { ...contact, locale: admin?.locale ?? null }
}
