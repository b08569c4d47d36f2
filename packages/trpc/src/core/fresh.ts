import { sessionLimits } from '@entente/auth/session-token'
import { asAuth } from '@entente/db/core/scopes'
import { findSecondFactor } from '@entente/db/identity/second-factors'
import { findSignInMethod, type Session } from '@entente/db/identity/sessions'
import type { ConfirmMethod } from '@entente/domain/identity/second-factor'
import type { Context } from './context.ts'
import type { Declared } from './declared.ts'
import type { AnyGate } from './read.ts'
import { refused } from './refused.ts'

/**
 * The gate with what a mutation declares. A fresh one asks to **Confirm it's you** first: it refuses when the password or
 * second factor was last given more than 15 minutes ago. That comes before the procedure's transaction, which must not
 * wait for a second connection. A sign-in in progress gave its password just now.
 */
export function freshly(gate: AnyGate, declared: Declared): AnyGate {
  const declaring = gate.meta(declared)
  if (!declared.fresh) return declaring
  return declaring.use(async ({ ctx, next }) => {
    // Every gate begins with `procedure`, which adds `now`.
    const act = ctx as unknown as Context
    if (act.session) await refuseStale(act, act.session)
    return next()
  })
}

export const isFresh = (
  { now }: Pick<Context, 'now'>,
  { authenticatedAt }: Pick<Session, 'authenticatedAt'>,
): boolean => now.getTime() - authenticatedAt.getTime() <= sessionLimits.freshMinutes * 60_000

async function refuseStale(ctx: Context, session: Session): Promise<void> {
  if (!isFresh(ctx, session))
    throw refused({ code: 'step_up_required', method: await methodOf(ctx, session) })
}

/**
 * What a person confirms with: the second factor where there is one, so that a stolen password is not enough. An operator
 * without one signed in where a second factor was asserted, and confirms there.
 */
export const methodOf = (ctx: Context, { id, account, audience }: Session): Promise<ConfirmMethod> =>
  asAuth(ctx.database, account.id, async (db) => {
    if (await findSecondFactor(db, account.id)) return 'second_factor'
    return audience === 'operator' && (await findSignInMethod(db, id)) === 'directory'
      ? 'directory'
      : 'password'
  })
