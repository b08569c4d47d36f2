import { checkPasswordHash } from '@entente/auth/password'
import { asAuth } from '@entente/db/core/scopes'
import { findAccountById } from '@entente/db/identity/accounts'
import { markAuthenticated, type Session } from '@entente/db/identity/sessions'
import { password } from '@entente/domain/identity/account'
import { type FactorCode, factorCode } from '@entente/domain/identity/second-factor'
import { z } from 'zod'
import { personOf, recordOwnAct, recordOwnRefusal, spendCode } from './check-code.ts'
import type { Context } from './context.ts'
import { methodOf } from './fresh.ts'
import { sessionMutation } from './gates.ts'
import { countCodeGuess, countGuess } from './guess.ts'
import { refused } from './refused.ts'

const stepUpInput = z.union([z.strictObject({ password }), z.strictObject({ code: factorCode })])

/** Checks again who this is; the session then counts as freshly authenticated. */
export const stepUp = sessionMutation('A repeated press does no harm.')
  .input(stepUpInput)
  .mutation(async ({ ctx, input }) => {
    const { session } = ctx
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
    await markAuthenticated(db, session.id, ctx.now)
    await recordOwnAct(ctx, db, personOf(session), 'session.stepped_up', { sessionId: session.id })
  })
}

async function confirmByCode(ctx: Context, session: Session, code: FactorCode): Promise<void> {
  const accountId = session.account.id
  const guess = await countCodeGuess(ctx, accountId)
  const isRight = await asAuth(ctx.database, accountId, async (db) => {
    if (!(await spendCode(ctx, db, personOf(session), code))) return false
    await markAuthenticated(db, session.id, ctx.now)
    await recordOwnAct(ctx, db, personOf(session), 'session.stepped_up', { sessionId: session.id })
    return true
  })
  if (!isRight) {
    await recordOwnRefusal(ctx, personOf(session), 'session.step_up_refused')
    throw refused({ code: 'wrong_code' })
  }
  await guess.takeBack()
}
