import { userIdInput } from '@entente/domain/partner/partner-user-input'
import { partnerMutation } from '../core/gates.ts'
import { resetColleaguesFactor } from '../identity/reset-colleagues-factor.ts'
import { aboutUser, actOn } from './user-act.ts'

export const userSecondFactor = {
  /** For a user who lost their second factor. */
  resetSecondFactor: partnerMutation('users.reset_second_factor', aboutUser)
    .input(userIdInput)
    .mutation(async ({ ctx, input: { id } }) => {
      const { user } = await actOn(ctx, id, 'reset_second_factor')
      await resetColleaguesFactor(ctx, user)
      return {}
    }),
}
