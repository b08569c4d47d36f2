import { checkPasswordHash } from '@entente/auth/password'
import { type AuthDb, asAuth } from '@entente/db/core/scopes'
import { findAccountById } from '@entente/db/identity/accounts'
import { lockAccount, type Session } from '@entente/db/identity/sessions'
import { password } from '@entente/domain/identity/account'
import { type FactorCode, factorCode } from '@entente/domain/identity/second-factor'
import { z } from 'zod'
import { personOf, recordOwnAct, recordOwnRefusal, spendCode } from './check-code.ts'
import type { Context } from './context.ts'
import { methodOf } from './fresh.ts'
import { sessionMutation } from './gates.ts'
import { countSessionGuess, reportFailure } from './guess.ts'
import { refused } from './refused.ts'
import { renewed } from './renewed.ts'

const stepUpInput = z.union([z.strictObject({ password }), z.strictObject({ code: factorCode })])

/** Checks again who this is; the session goes on with another token, and counts as freshly authenticated. */
export const stepUp = sessionMutation('Every press hands out a token of its own, which is shown once.')
  .input(stepUpInput)
  .mutation(async ({ ctx, input }) => {
    const { session } = ctx
    const method = await methodOf(ctx, session)
    const given = 'code' in input ? ('second_factor' as const) : ('password' as const)
    if (method !== given) throw refused({ code: 'step_up_required', method })
    return 'code' in input
      ? confirmByCode(ctx, session, input.code)
      : confirmByPassword(ctx, session, input.password)
  })

async function confirmByPassword(ctx: Context, session: Session, given: string) {
  const { account } = session
  const guess = await countSessionGuess(ctx, { accountId: account.id, sessionId: session.id })
  const stored = await asAuth(ctx.database, account.id, (db) => findAccountById(db, account.id))
  if (!(await checkPasswordHash(stored?.passwordHash, given, ctx.cloud.passwordHash))) {
    await recordFailure(ctx, session)
    throw refused({ code: 'wrong_credentials' })
  }
  await guess.takeBack()
  return asAuth(ctx.database, account.id, (db) => confirmed(ctx, db, session))
}

async function confirmByCode(ctx: Context, session: Session, code: FactorCode) {
  const accountId = session.account.id
  const guess = await countSessionGuess(ctx, { accountId, sessionId: session.id })
  const started = await asAuth(ctx.database, accountId, async (db) => {
    await lockAccount(db, accountId)
    return (await spendCode(ctx, db, personOf(session), code)) ? confirmed(ctx, db, session) : undefined
  })
  if (!started) {
    await recordFailure(ctx, session)
    throw refused({ code: 'wrong_code' })
  }
  await guess.takeBack()
  return started
}

async function recordFailure(ctx: Context, session: Session) {
  const { account, audience } = session
  await recordOwnRefusal(ctx, personOf(session), 'session.step_up_refused')
  const named = { audience, email: account.email }
  await asAuth(ctx.database, account.id, (db) => reportFailure(ctx, db, named, account.id))
}

/** Goes on with the session as confirmed just now. */
export async function confirmed(ctx: Context, db: AuthDb, session: Session) {
  const { sessionId, ...started } = await renewed(ctx, db, session, { authenticatedAt: ctx.now })
  await recordOwnAct(ctx, db, personOf(session), 'session.stepped_up', { sessionId })
  return started
}
