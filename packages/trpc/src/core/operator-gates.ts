import { asOperator, type OperatorDb } from '@entente/db/core/scopes'
import type { Session } from '@entente/db/identity/sessions'
import { may, type Permission, rolesFor } from '@entente/domain/core/permission'
import type { Context } from './context.ts'
import { passThrough, recordRefusal, type WriteOptions } from './gates.ts'
import { keyed, once } from './once.ts'
import { refused } from './refused.ts'
import { freshlyAuthenticated } from './step-up.ts'
import { t } from './trpc.ts'

export type OperatorSession = Session & { audience: 'operator' }

const permitted = (permission: Permission) =>
  t.procedure.use(async ({ ctx, next }) => {
    const { session } = ctx
    if (session?.audience !== 'operator') throw refused({ code: 'not_signed_in' })
    if (!may('operator', session.roles, permission)) {
      const refusal = { code: 'missing_permission', permission, roles: rolesFor(permission) } as const
      await recordRefusal(ctx, session, refusal)
      throw refused(refusal)
    }
    return next({ ctx: { session: session as OperatorSession } })
  })

/** A read by an operator. Policies decide which rows it sees; it never acts as a partner or customer (§5.4). */
export const operatorQuery = (permission: Permission) =>
  permitted(permission).use(({ ctx, next }) =>
    inOperatorScope(ctx, ctx.session, (db) => next({ ctx: { db } })),
  )

/** A write by an operator, at most once per idempotency key. */
export const operatorMutation = (permission: Permission, options: WriteOptions = {}) =>
  permitted(permission)
    .use(options.fresh ? freshlyAuthenticated : passThrough)
    .input(keyed)
    .use(({ ctx, next, path, input, getRawInput }) =>
      inOperatorScope(ctx, ctx.session, async (db) => {
        const raw = await getRawInput()
        const claim = { actor: ctx.session.account.id, path, key: input.idempotencyKey, raw }
        return once(ctx, db, claim, () => next({ ctx: { db } }))
      }),
    )

/** Runs the rest of a procedure in the operator's transaction; only a throw rolls it back. */
const inOperatorScope = <R extends { readonly ok: boolean; readonly error?: unknown }>(
  ctx: Context,
  session: OperatorSession,
  step: (db: OperatorDb) => Promise<R>,
): Promise<R> =>
  asOperator(ctx.database, session.account.id, async (db) => {
    const result = await step(db)
    if (!result.ok) throw result.error
    return result
  })
