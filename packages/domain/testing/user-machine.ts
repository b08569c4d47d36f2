import { ok, type Result, refuse } from '../src/core/result.ts'
import {
  advanceUser,
  type UserFacts,
  type UserRefusal,
  type UserState,
  userActs,
} from '../src/partner/partner-user.ts'

/** Everything that happens to a user (§4.4): the acts of admins, the user's own, and what the clock does. */
export const userEvents = [
  ...userActs,
  'sign_in',
  'change_password',
  'choose_password',
  'expire',
  'purge',
] as const
export type UserEvent = (typeof userEvents)[number]

type OwnEvent = Exclude<UserEvent, (typeof userActs)[number]>

const steps: Record<OwnEvent, Partial<Record<UserState, UserState>>> = {
  sign_in: { created: 'must_change', must_change: 'must_change', active: 'active' },
  change_password: { must_change: 'active', active: 'active' },
  choose_password: { link_sent: 'active' },
  expire: { created: 'expired_temp', must_change: 'expired_temp', link_sent: 'link_expired' },
  purge: { removed: 'purged' },
}

/** A temporary password signs in only once. */
export type UserModelFacts = UserFacts & { isTemporarySpent: boolean }

/**
 * The whole machine of §4.4, which tests compare sign-in, new passwords and the rows with.
 * @public The tests of other packages import it.
 */
export function advanceUserModel(
  state: UserState,
  event: UserEvent,
  facts: UserModelFacts,
): Result<UserState, UserRefusal> {
  const act = userActs.find((known) => known === event)
  if (act) return advanceUser(state, act, facts)
  const refusal = event === 'sign_in' ? whyNotSignIn(state, facts) : undefined
  if (refusal) return refuse(refusal)
  const next = steps[event as OwnEvent][state]
  return next ? ok(next) : refuse({ code: 'user_state_changed' })
}

function whyNotSignIn(
  state: UserState,
  { isTemporarySpent }: Pick<UserModelFacts, 'isTemporarySpent'>,
): UserRefusal | undefined {
  if (state === 'removed' || state === 'purged') return { code: 'account_not_active' }
  const isOver = state === 'expired_temp' || (state === 'must_change' && isTemporarySpent)
  return isOver ? { code: 'temporary_password_over' } : undefined
}
