import type { AuthDb } from '@entente/db/core/scopes'
import { findTemporaryPassword, spendTemporaryPassword } from '@entente/db/identity/accounts'
import { findSecondFactor } from '@entente/db/identity/second-factors'
import type { Awaits, WaitingSession } from '@entente/db/identity/sessions'
import { isSecondFactorRequired } from '@entente/db/partner/partner-settings'
import type { Audience } from '@entente/domain/core/audience'
import type { Id } from '@entente/domain/core/id'
import type { AccountOwner } from '../core/check-code.ts'
import type { Context } from '../core/context.ts'
import { refused } from '../core/refused.ts'
import { type StartedSession, startSession } from './start-session.ts'

export type SigningInPerson = AccountOwner & { audience: Audience; membershipId: Id<'membership'> }

export const personOfSignIn = (waiting: WaitingSession): SigningInPerson => {
  const { account, audience, membershipId, organisationId, roles } = waiting
  return { accountId: account.id, email: account.email, audience, membershipId, organisationId, roles }
}

/**
 * Continues a sign-in with what it needs next: the second factor where the account has one, then a new password in
 * place of a temporary one, then setting up a factor where one is required, then the session.
 */
export async function continueSignIn(
  ctx: Context,
  db: AuthDb,
  person: SigningInPerson,
  given: { secondFactor: boolean },
): Promise<StartedSession> {
  const factor = await findSecondFactor(db, person.accountId)
  return startSession(ctx, db, person, await nextStep(ctx, db, person, { factor: Boolean(factor), given }))
}

async function nextStep(
  ctx: Context,
  db: AuthDb,
  person: SigningInPerson,
  { factor, given }: { factor: boolean; given: { secondFactor: boolean } },
): Promise<Awaits | null> {
  const temporary = await findTemporaryPassword(db, person.accountId)
  const isOver = temporary && (temporary.isTemporarySpent || temporary.temporaryUntil <= ctx.clock())
  if (isOver) throw refused({ code: 'temporary_password_over' })
  if (factor && !given.secondFactor) return 'second_factor'
  if (temporary) {
    // Of two sign-ins at once, one gets in.
    if (!(await spendTemporaryPassword(db, person.accountId, ctx.clock())))
      throw refused({ code: 'temporary_password_over' })
    return 'password_change'
  }
  return !factor && (await needsSecondFactor(db, person)) ? 'second_factor_set_up' : null
}

/** Every operator needs a second factor, since operators act on everybody; a partner may require it of its users. */
export const needsSecondFactor = async (
  db: AuthDb,
  { audience, organisationId }: Pick<SigningInPerson, 'audience' | 'organisationId'>,
): Promise<boolean> =>
  audience === 'operator' ||
  (audience === 'partner' && organisationId !== null && (await isSecondFactorRequired(db, organisationId)))
