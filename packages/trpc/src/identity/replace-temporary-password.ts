import { checkNewPassword } from '@entente/auth/new-password'
import { checkPasswordHash, hashPassword } from '@entente/auth/password'
import { typedTemporaryPassword } from '@entente/auth/temporary-password'
import { asAuth } from '@entente/db/core/scopes'
import { findAccountById, savePassword } from '@entente/db/identity/accounts'
import { endOwnSession } from '@entente/db/identity/own-sessions'
import { endSessionsOf } from '@entente/db/identity/sessions'
import { takeUpAccount } from '@entente/db/identity/taken-up-accounts'
import { findTemporaryPassword } from '@entente/db/identity/temporary-passwords'
import { password } from '@entente/domain/identity/account'
import { z } from 'zod'
import { recordOwnAct } from '../core/check-code.ts'
import { publicMutation } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { continueSignIn, lockSignIn, personOfSignIn } from './continue-sign-in.ts'
import { passwordOwner } from './password-owner.ts'

/**
 * Replaces a temporary password: the only act that a sign-in with one allows. It ends the sign-in in
 * progress and continues with another.
 */
export const replaceTemporaryPassword = publicMutation('Every press that counts continues the sign-in once.')
  .input(z.object({ password }))
  .mutation(async ({ ctx, input: { password: next } }) => {
    const { waiting, now } = ctx
    if (waiting?.awaits !== 'password_change') throw refused({ code: 'not_signed_in' })
    const person = personOfSignIn(waiting)
    const { accountId } = person
    const { stored, owner } = await asAuth(ctx.database, accountId, async (db) => ({
      stored: await findAccountById(db, accountId),
      owner: await passwordOwner(db, accountId),
    }))
    const formerHash = stored?.passwordHash
    if (await checkPasswordHash(formerHash, typedTemporaryPassword(next), ctx.cloud.passwordHash))
      throw refused({ code: 'password_unchanged' })
    settled(await checkNewPassword(next, owner))
    const passwordHash = await hashPassword(next, ctx.cloud.passwordHash)
    return asAuth(ctx.database, accountId, async (db) => {
      await lockSignIn(db, person)
      // After two presses at once, or a reset in the meantime, the sign-in in progress is over.
      if (!(await endOwnSession(db, accountId, waiting.id, now))) throw refused({ code: 'not_signed_in' })
      const temporary = await findTemporaryPassword(db, accountId)
      if (!temporary || temporary.temporaryUntil <= now) throw refused({ code: 'temporary_password_over' })
      await savePassword(db, accountId, passwordHash, now)
      // Where the address has its owner's account, this one stays the company's.
      await takeUpAccount(db, accountId)
      await endSessionsOf(db, accountId, null, now)
      await recordOwnAct(ctx, db, person, 'password.changed', { accountId })
      return continueSignIn(ctx, db, person, waiting.awaits)
    })
  })
