import type { AuthDb } from '@entente/db/core/scopes'
import { findTemporaryPassword, spendTemporaryPassword } from '@entente/db/identity/accounts'
import { findSecondFactor } from '@entente/db/identity/second-factors'
import type { Awaits, WaitingSession } from '@entente/db/identity/sessions'
import { isSecondFactorRequired } from '@entente/db/partner/partner-settings'
import type { Audience } from '@entente/domain/core/audience'
import type { Id } from '@entente/domain/core/id'
import type { OwnPerson } from '../core/check-code.ts'
import type { Context } from '../core/context.ts'
import { refused } from '../core/refused.ts'
import { type StartedSession, startSession } from './start-session.ts'

export type SigningIn = OwnPerson & { audience: Audience; membershipId: Id<'membership'> }

export const signingIn = (waiting: WaitingSession): SigningIn => {
  const { account, audience, membershipId, organisationId, roles } = waiting
  return { accountId: account.id, email: account.email, audience, membershipId, organisationId, roles }
}

/**
 * Starts what a sign-in comes to next: the second factor where there is one, then a password of the person's own in
 * place of a temporary one, then a factor to set up where one is asked of everybody, then the session.
 */
export async function goOnSigningIn(
  ctx: Context,
  db: AuthDb,
  person: SigningIn,
  given: { secondFactor: boolean },
): Promise<StartedSession> {
  const factor = await findSecondFactor(db, person.accountId)
  return startSession(ctx, db, person, await awaitedNext(ctx, db, person, { factor: Boolean(factor), given }))
}

async function awaitedNext(
  ctx: Context,
  db: AuthDb,
  person: SigningIn,
  { factor, given }: { factor: boolean; given: { secondFactor: boolean } },
): Promise<Awaits | null> {
  const temporary = await findTemporaryPassword(db, person.accountId)
  const isOver = temporary && (temporary.isTemporarySpent || temporary.temporaryUntil <= ctx.clock())
  if (isOver) throw refused({ code: 'temporary_password_over' })
  if (factor && !given.secondFactor) return 'second_factor'
  if (temporary) {
    // Two sign-ins at once: one of them gets in.
    if (!(await spendTemporaryPassword(db, person.accountId, ctx.clock())))
      throw refused({ code: 'temporary_password_over' })
    return 'password_change'
  }
  return !factor && (await isFactorAsked(db, person)) ? 'second_factor_set_up' : null
}

/** Operators act on everybody, so none does with a password alone; a partner may ask it of its own people. */
export const isFactorAsked = async (
  db: AuthDb,
  { audience, organisationId }: Pick<SigningIn, 'audience' | 'organisationId'>,
): Promise<boolean> =>
  audience === 'operator' ||
  (audience === 'partner' && organisationId !== null && (await isSecondFactorRequired(db, organisationId)))
