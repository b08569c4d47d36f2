import { findOpenNotice } from '@entente/db/operator/deauthorisation-notices'
import { listActivity } from '@entente/db/partner/partner-audit'
import { activityListInput } from '@entente/domain/partner/activity'
import { partnerQuery } from '../core/gates.ts'
import { t } from '../core/trpc.ts'
import { partnerAccountProfile } from './partner-account-profile.ts'
import { partnerAccountSignIn } from './partner-account-sign-in.ts'

/** The settings of a partner's account, from its own side. */
export const partnerAccount = t.router({
  ...partnerAccountProfile,
  ...partnerAccountSignIn,

  /** The announced end of the partner's authorisation, for those whom its warnings reach (M-20). */
  notice: partnerQuery('account.edit').query(async ({ ctx: { db, session } }) => {
    const { id, partnerStatus } = session.organisation
    const notice = partnerStatus === 'deauthorised' ? undefined : await findOpenNotice(db, id)
    return { notice: notice ? { reason: notice.reason, endsAt: notice.endsAt } : null }
  }),

  /** Who did what when, with their roles at that time (U-16). */
  activity: partnerQuery('account.view_activity')
    .input(activityListInput)
    .query(({ ctx: { db, session }, input }) => listActivity(db, session.organisation.id, input)),
})
