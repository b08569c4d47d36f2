import { insertAudit } from '@entente/db/core/audit'
import type { Scoped } from '@entente/db/core/scopes'
import {
  isSecondFactorRequired,
  lockSecondFactorPolicy,
  saveSecondFactorRequired,
} from '@entente/db/identity/organisation-settings'
import { accountsWithSecondFactor, endSessionsWithoutFactor } from '@entente/db/identity/second-factors'
import type { Context } from '../core/context.ts'
import { actorOf, type TenantSession } from '../core/gates.ts'
import { refused } from '../core/refused.ts'

/**
 * Requires a second factor of everybody at a partner or customer, or makes it optional again. People without one are
 * signed out, so that they set one up before anything else; the admin who requires it has one.
 */
export async function requireSecondFactor<A extends 'partner' | 'customer'>(
  ctx: Context & { db: Scoped<A>; session: TenantSession<A> },
  required: boolean,
): Promise<void> {
  const { session, now } = ctx
  const db: Scoped<'partner' | 'customer'> = ctx.db
  const { id } = session.organisation
  await lockSecondFactorPolicy(db, id)
  if ((await isSecondFactorRequired(db, id)) === required) return
  if (required && (await accountsWithSecondFactor(db, [session.account.id])).size === 0)
    throw refused({ code: 'own_second_factor_missing' })
  await saveSecondFactorRequired(db, id, required, now)
  if (required) await endSessionsWithoutFactor(db, id, now)
  const action = required ? 'account.second_factor_required' : 'account.second_factor_made_optional'
  await insertAudit(db, actorOf(ctx), [{ organisationId: id, action, payload: {} }], now)
}
