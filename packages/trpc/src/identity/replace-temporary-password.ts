import { checkPasswordHash, hashPassword } from '@entente/auth/password'
import { asAuth } from '@entente/db/core/scopes'
import {
  findAccountById,
  findTemporaryPassword,
  listMemberships,
  savePassword,
} from '@entente/db/identity/accounts'
import { endOwnSession, endSessionsOf } from '@entente/db/identity/sessions'
import { checkPassword, password } from '@entente/domain/identity/account'
import { z } from 'zod'
import { recordOwnAct } from '../core/check-code.ts'
import { publicProcedure } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { goOnSigningIn, signingIn } from './go-on-signing-in.ts'

/**
 * The first act of whoever signed in with a temporary password, and the only one open to them. It ends
 * the sign-in that waited and goes on with another; like every sign-in it needs no idempotency key.
 */
export const replaceTemporaryPassword = publicProcedure
  .input(z.object({ password }))
  .mutation(async ({ ctx, input: { password: next } }) => {
    const { waiting } = ctx
    if (waiting?.awaits !== 'password_change') throw refused({ code: 'not_signed_in' })
    const person = signingIn(waiting)
    const { accountId } = person
    const [stored, memberships] = await asAuth(ctx.database, accountId, async (db) => [
      await findAccountById(db, accountId),
      await listMemberships(db, accountId),
    ])
    if (await checkPasswordHash(stored?.passwordHash, next)) throw refused({ code: 'password_unchanged' })
    const company = memberships.find(({ id }) => id === person.membershipId)?.organisation ?? undefined
    settled(checkPassword(next, { email: person.email, organisation: company }))
    const passwordHash = await hashPassword(next)
    return asAuth(ctx.database, accountId, async (db) => {
      const now = ctx.clock()
      // Two presses at once, or a reset meanwhile: the sign-in is over.
      if (!(await endOwnSession(db, accountId, waiting.id, now))) throw refused({ code: 'not_signed_in' })
      const temporary = await findTemporaryPassword(db, accountId)
      if (!temporary || temporary.temporaryUntil <= now) throw refused({ code: 'temporary_password_over' })
      await savePassword(db, accountId, passwordHash, now)
      await endSessionsOf(db, accountId, null, now)
      await recordOwnAct(ctx, db, person, 'password.changed', { accountId })
      return goOnSigningIn(ctx, db, person, { secondFactor: true })
    })
  })
