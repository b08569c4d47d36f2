import { checkPasswordHash } from '@entente/auth/password'
import { sessionLimits } from '@entente/auth/session-token'
import { asAuth } from '@entente/db/core/scopes'
import { findAccountById } from '@entente/db/identity/accounts'
import { findSecondFactor } from '@entente/db/identity/second-factors'
import { markAuthenticated, type Session } from '@entente/db/identity/sessions'
import { password } from '@entente/domain/identity/account'
import { type FactorCode, factorCode } from '@entente/domain/identity/second-factor'
import { z } from 'zod'
import { personOf, recordOwnAct, recordOwnRefusal, spendCode } from './check-code.ts'
import type { Context } from './context.ts'
import { countCodeGuess, countGuess } from './guess.ts'
import { refused } from './refused.ts'
import { t } from './trpc.ts'

/**
 * **Confirm it's you**: refuses with what to ask for when the password or second factor was last given more than 15
 * minutes ago. It runs before the procedure's transaction, which must not wait for a second connection.
 */
export const freshlyAuthenticated = t.middleware(async ({ ctx, next }) => {
  if (!ctx.session) throw refused({ code: 'not_signed_in' })
  await refuseStale(ctx, ctx.session)
  return next()
})

export async function refuseStale(ctx: Context, session: Session): Promise<void> {
  const age = ctx.clock().getTime() - session.authenticatedAt.getTime()
  if (age > sessionLimits.freshMinutes * 60_000)
    throw refused({ code: 'step_up_required', method: await methodOf(ctx, session) })
}

/** What a person confirms with: the second factor where there is one, so that a stolen password is not enough. */
export const methodOf = (ctx: Context, { account }: Session) =>
  asAuth(ctx.database, account.id, async (db) =>
    (await findSecondFactor(db, account.id)) ? ('second_factor' as const) : ('password' as const),
  )

const stepUpInput = z.union([z.strictObject({ password }), z.strictObject({ code: factorCode })])

/** Checks again who this is; the session then counts as freshly authenticated. A repeated press does no harm. */
export const stepUp = t.procedure.input(stepUpInput).mutation(async ({ ctx, input }) => {
  const { session } = ctx
  if (!session) throw refused({ code: 'not_signed_in' })
  const method = await methodOf(ctx, session)
  const given = 'code' in input ? ('second_factor' as const) : ('password' as const)
  if (method !== given) throw refused({ code: 'step_up_required', method })
  if ('code' in input) await confirmByCode(ctx, session, input.code)
  else await confirmByPassword(ctx, session, input.password)
  return {}
})

async function confirmByPassword(ctx: Context, session: Session, given: string): Promise<void> {
  const { account, audience } = session
  const guess = await countGuess(ctx, `${audience}|${account.email}`)
  const stored = await asAuth(ctx.database, account.id, (db) => findAccountById(db, account.id))
  if (!(await checkPasswordHash(stored?.passwordHash, given))) {
    await recordOwnRefusal(ctx, personOf(session), 'session.step_up_refused')
    throw refused({ code: 'wrong_credentials' })
  }
  await guess.takeBack()
  await asAuth(ctx.database, account.id, async (db) => {
    await markAuthenticated(db, session.id, ctx.clock())
    await recordOwnAct(ctx, db, personOf(session), 'session.stepped_up', { sessionId: session.id })
  })
}

async function confirmByCode(ctx: Context, session: Session, code: FactorCode): Promise<void> {
  const accountId = session.account.id
  const guess = await countCodeGuess(ctx, accountId)
  const isRight = await asAuth(ctx.database, accountId, async (db) => {
    if (!(await spendCode(ctx, db, personOf(session), code))) return false
    await markAuthenticated(db, session.id, ctx.clock())
    await recordOwnAct(ctx, db, personOf(session), 'session.stepped_up', { sessionId: session.id })
    return true
  })
  if (!isRight) {
    await recordOwnRefusal(ctx, personOf(session), 'session.step_up_refused')
    throw refused({ code: 'wrong_code' })
  }
  await guess.takeBack()
}
