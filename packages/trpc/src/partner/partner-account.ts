import { listActivity } from '@entente/db/partner/partner-audit'
import { activityListInput } from '@entente/domain/partner/activity'
import { partnerQuery } from '../core/gates.ts'
import { t } from '../core/trpc.ts'
import { partnerAccountProfile } from './partner-account-profile.ts'
import { partnerAccountSettings } from './partner-account-settings.ts'
import { partnerAccountSignIn } from './partner-account-sign-in.ts'

/** The settings of a partner's account, from its own side. */
export const partnerAccount = t.router({
  ...partnerAccountProfile,
  ...partnerAccountSettings,
  ...partnerAccountSignIn,

  /** Who did what when, with their roles at that time (U-16). */
  activity: partnerQuery('account.view_activity')
    .input(activityListInput)
    .query(async ({ ctx: { db, session, cloud }, input }) => {
      const { entries, nextCursor } = await listActivity(db, session.organisation.id, input)
      const named = (service: string | null) =>
        cloud.services.find(({ id }) => id === service)?.name ?? service
      return {
        entries: entries.map(({ access, ...entry }) => ({
          ...entry,
          access: access && { id: access.id, reason: access.reason, serviceName: named(access.service) },
        })),
        nextCursor,
      }
    }),
})
