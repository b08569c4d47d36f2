import type { Audience } from '../core/audience.ts'
import { ok, type Result, refuse } from '../core/result.ts'

/** What a sign-in in progress waits for. */
export type SignInStep = 'second_factor' | 'password_change' | 'second_factor_set_up'

export type SignInFacts = {
  /** How the person showed who they are: with a password, or at their company's own sign-in directory. */
  method: 'password' | 'directory'
  /** The step that was just passed; null right after the password or the directory. */
  passed: SignInStep | null
  audience: Audience
  /** Whether an operator suspended the account. */
  isSuspended: boolean
  hasFactor: boolean
  /** Whether the operators' own directory said that a second factor was given there. */
  isFactorAsserted: boolean
  /** Whether the company requires a second factor of its people. */
  isFactorRequired: boolean
  /** Whether somebody else reset the person's factor, who then sets up another one before anything else. */
  wasFactorReset: boolean
  /** Whether the password is a temporary one, and if so, whether it can still be used. */
  temporaryPassword: 'none' | 'usable' | 'over'
}

/** Every operator needs a second factor, since operators act on everybody; a company may require it of its people. */
export const needsFactor = ({
  audience,
  isFactorRequired,
}: Pick<SignInFacts, 'audience' | 'isFactorRequired'>) => audience === 'operator' || isFactorRequired

/**
 * What a sign-in still needs, in this order: the second factor where the account has one, a new password in place of a
 * temporary one, a second factor set up where one is needed. Null when it is complete. A second factor that was given at the
 * operators' directory stands for both. A sign-in at a directory does not
 * use the password, but somebody else knows a temporary one that still works, so it is replaced then too.
 */
export function nextStepOfSignIn(
  facts: SignInFacts,
): Result<SignInStep | null, { code: 'temporary_password_over' | 'account_not_active' }> {
  if (facts.isSuspended) return refuse({ code: 'account_not_active' })
  const { method, passed, hasFactor, isFactorAsserted, temporaryPassword } = facts
  const isBeforePassword = passed === null || passed === 'second_factor'
  const isOver = method === 'password' && isBeforePassword && temporaryPassword === 'over'
  if (isOver) return refuse({ code: 'temporary_password_over' })
  if (hasFactor && passed === null && !isFactorAsserted) return ok('second_factor')
  if (isBeforePassword && temporaryPassword === 'usable') return ok('password_change')
  const lacksFactor =
    !(hasFactor || isFactorAsserted) &&
    passed !== 'second_factor_set_up' &&
    (facts.wasFactorReset || needsFactor(facts))
  return ok(lacksFactor ? 'second_factor_set_up' : null)
}
