import { asTenant } from '@entente/db/core/scopes'
import { listPeopleWithRole } from '@entente/db/identity/people'
import { rolesFor } from '@entente/domain/core/permission'
import { enqueue } from '@entente/queue/enqueue'
import { followUp } from '../follow-up.ts'
import type { Handler } from '../handler.ts'

/** Records a mail to each of the partner's people who may answer a referral (M-17). */
export const referralWaiting: Handler<'referral.waiting'> = async ({ database, clock }, data, job) => {
  const { partnerId: organisationId } = data
  await asTenant(database, { organisationId, audience: 'partner', personId: null }, async (db) => {
    const people = await listPeopleWithRole(db, organisationId, ...rolesFor('referrals.answer'))
    const mails = people.map(({ accountId }) => ({
      ...followUp(job, accountId),
      name: 'mail.referral-waiting' as const,
      data: { ...data, accountId },
    }))
    await enqueue(db, mails, clock())
  })
}
