import { asTenant } from '@entente/db/core/scopes'
import { findCompanyProfile } from '@entente/db/enrolment/partner-profiles'
import { listPeopleWithRole } from '@entente/db/identity/people'
import { enqueue } from '@entente/queue/enqueue'
import { findNotice } from '../deauthorisation-notice.ts'
import { followUp } from '../follow-up.ts'
import type { Handler } from '../handler.ts'
import { provenContactOf } from './mail-enrolment.ts'

/** Records a mail to each global admin of the partner, and to its primary contact with a proven address, unless it is one of them. */
export const partnerDeauthorisationNear: Handler<'partner.deauthorisation-near'> = async (
  { database, clock },
  data,
  job,
) => {
  const { partnerId } = data
  await asTenant(database, { organisationId: partnerId, audience: 'partner', personId: null }, async (db) => {
    if (!(await findNotice(db, data, clock()))) return
    const admins = await listPeopleWithRole(db, partnerId, 'global_admin')
    const contact = provenContactOf(await findCompanyProfile(db, partnerId))
    const mails = admins.map(({ accountId }) => ({
      ...followUp(job, accountId),
      name: 'mail.deauthorisation-warning' as const,
      data: { ...data, accountId },
    }))
    const isAdmin = admins.some(({ email }) => email === contact?.email.toLowerCase())
    const toContact = {
      ...followUp(job, partnerId),
      name: 'mail.deauthorisation-warning' as const,
      data,
    }
    await enqueue(db, [...mails, ...(contact && !isAdmin ? [toContact] : [])], clock())
  })
}
