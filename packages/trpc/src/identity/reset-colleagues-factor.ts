import { insertAudit } from '@entente/db/core/audit'
import type { Scoped } from '@entente/db/core/scopes'
import { endSessionsOfMember, isOwnPerson } from '@entente/db/identity/people'
import { accountsWithSecondFactor, resetSecondFactor } from '@entente/db/identity/second-factors'
import type { Id } from '@entente/domain/core/id'
import { enqueue } from '@entente/queue/enqueue'
import type { Context } from '../core/context.ts'
import { actorOf, type TenantSession } from '../core/gates.ts'
import { refused } from '../core/refused.ts'

/**
 * Resets the second factor of a colleague who lost it, ends their sessions and tells them by mail. The next sign-in sets
 * up another factor before anything else.
 */
export async function resetColleaguesFactor<A extends 'partner' | 'customer'>(
  ctx: Context & { db: Scoped<A>; session: TenantSession<A> },
  { id: membershipId, accountId }: { id: Id<'membership'>; accountId: Id<'account'> },
): Promise<void> {
  const { session, now } = ctx
  const db: Scoped<'partner' | 'customer'> = ctx.db
  const { audience } = session
  const { id: organisationId } = session.organisation
  // An admin of one company must not weaken the sign-in of a person who also works for another one.
  if (!(await isOwnPerson(db, organisationId, accountId))) throw refused({ code: 'feature_off' })
  if ((await accountsWithSecondFactor(db, [accountId])).size === 0)
    throw refused({ code: 'no_second_factor' })
  await resetSecondFactor(db, accountId, now)
  await endSessionsOfMember(db, membershipId, now)
  const payload = { membershipId, accountId }
  await insertAudit(db, actorOf(ctx), [{ organisationId, action: 'second_factor.reset', payload }], now)
  const data = { organisationId, audience, membershipId, by: 'global_admin' } as const
  await enqueue(db, [{ name: 'mail.second-factor-reset', data }], now)
}
