import { isOwnPerson } from '@entente/db/identity/people'
import { endUserSessions, findPartnerUser } from '@entente/db/partner/partner-users'
import { resetPasswordInput } from '@entente/domain/partner/partner-user-input'
import { inTenant, partnerMutation } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import {
  getsLink,
  giveTemporaryPassword,
  type Mailed,
  mailReset,
  type Shown,
  temporaryPassword,
} from './first-sign-in.ts'
import { aboutUser, actOn, recordUserAct, revealing } from './user-act.ts'

export const userPassword = {
  /**
   * Replaces the user's password with a temporary one, shown once (D-23). For an address outside the company's confirmed
   * domains nobody sees it, and a link is mailed instead.
   */
  resetPassword: partnerMutation('users.reset_password', { ...aboutUser, ...revealing })
    .input(resetPasswordInput)
    .prepare(async ({ ctx, input: { id } }) => {
      const { session, now } = ctx
      const user = await inTenant(ctx, session, undefined, (db) =>
        findPartnerUser(db, session.organisation.id, id, now),
      )
      if (!user) throw refused({ code: 'not_found' })
      return { isMailed: await getsLink(ctx, user.email), ...(await temporaryPassword(ctx)) }
    })
    .mutation(async ({ ctx, input: { id }, prepared }): Promise<Shown | Mailed> => {
      const { db, session } = ctx
      const { user, next, now } = await actOn(ctx, id, 'reset_password')
      // An admin of one company must not set the password of a person who also works for another one.
      if (!(await isOwnPerson(db, session.organisation.id, user.accountId)))
        throw refused({ code: 'feature_off' })
      const shown = await giveTemporaryPassword(db, user, prepared, next, now)
      await endUserSessions(db, user.accountId, now)
      await recordUserAct(ctx, 'user.password_reset', user, {}, now)
      return prepared.isMailed ? mailReset(ctx, user, now) : shown
    }),
}
