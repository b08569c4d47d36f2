import { countWaitingReferrals } from '@entente/db/customer/referrals'
import { listPartnerAgreements } from '@entente/db/enrolment/applications'
import { findEnrolment } from '@entente/db/enrolment/enrolments'
import { findCompanyProfile } from '@entente/db/enrolment/partner-profiles'
import { findOpenNotice } from '@entente/db/operator/deauthorisation-notices'
import { findSuspensionAct } from '@entente/db/partner/partner-audit'
import { countUsers } from '@entente/db/partner/partner-user-list'
import { countCustomersLately } from '@entente/db/relationship/customers'
import { listLiveEndRequests } from '@entente/db/relationship/end-requests'
import { countRequestsLately } from '@entente/db/relationship/request-log'
import { isAgreementDue } from '@entente/domain/core/agreement-due'
import { opensTo, type Permission } from '@entente/domain/core/permission'
import { timeZone } from '@entente/domain/core/time-zone'
import { nextActor } from '@entente/domain/enrolment/next-actor'
import { type Attention, type AttentionKind, inOrderOfUrgency } from '@entente/domain/partner/home'
import { requestDays } from '@entente/domain/relationship/request-filter'
import { z } from 'zod'
import { partnerQuery } from '../core/gates.ts'
import { t } from '../core/trpc.ts'
import type { ApplicantCtx } from '../enrolment/application.ts'

export const home = t.router({
  /** What the operator told a suspended partner, for the note on every page; null when it is not suspended. */
  suspension: partnerQuery('home.view').query(async ({ ctx: { db, session } }) => {
    const { id, partnerStatus } = session.organisation
    if (partnerStatus !== 'suspended') return null
    return { told: (await findSuspensionAct(db, id))?.told ?? '' }
  }),

  /** What waits for this person and how their company is doing: only what their roles may see, in one transaction. */
  get: partnerQuery('home.view')
    .input(z.object({ timeZone: timeZone.optional() }).optional())
    .query(async ({ ctx, input }) => {
      const { db, session, cloud, now } = ctx
      const { id, partnerStatus } = session.organisation
      const opens = (permission: Permission) => opensTo(session.roles, partnerStatus, permission)
      const reader = { now, timeZone: input?.timeZone }
      const catalogue = cloud.services.map((service) => service.id)
      const customers = opens('customers.view')
        ? await countCustomersLately(db, id, {
            catalogue,
            days: requestDays.news,
            ...reader,
          })
        : null
      const requests = opens('relationship_request.view_log')
        ? await countRequestsLately(db, id, reader)
        : null
      const { withoutFactor } = opens('users.view') ? await countUsers(db, id) : { withoutFactor: 0 }
      const ends = opens('customers.remove') ? await listLiveEndRequests(db, id) : []
      const toAnswer = ends.filter(({ status }) => status === 'open')
      const hasReferrals = cloud.referrals.isOn && opens('referrals.answer')
      const referrals = hasReferrals ? await countWaitingReferrals(db, id, now) : undefined
      const notice = opens('account.edit') ? await findOpenNotice(db, id) : undefined
      return {
        attention: inOrderOfUrgency([
          ...(notice ? [waiting('authorisation_ends', 1, notice.endsAt)] : []),
          waiting('agreement_to_sign', opens('agreement.sign') && (await isToSign(ctx)) ? 1 : 0),
          waiting('referrals', referrals?.count, referrals?.deadline),
          waiting('end_asked', toAnswer.length, toAnswer[0]?.deadline),
          ...(opens('account.view') ? await profileOf(ctx) : []),
          waiting('undelivered', requests?.undelivered),
          waiting('unanswered', requests?.unanswered),
          waiting('declined', requests?.declined),
          waiting('lost', customers?.lost),
          waiting('no_second_factor', withoutFactor),
        ]),
        customers: customers && {
          total: customers.total,
          missing: customers.missing,
          added: { lately: customers.added, before: customers.addedBefore },
        },
        requests: requests && { lately: requests.made, before: requests.madeBefore },
        /** Nobody was asked yet and nobody accepted; null for a reader who cannot know. */
        isNew: customers && requests ? customers.total === 0 && !requests.hasAny : null,
      }
    }),
})

const waiting = (kind: AttentionKind, count = 0, at: Date | null = null): Attention => ({ kind, count, at })

/** Whether the cloud names an agreement that the company has not signed yet. */
const isToSign = async ({ db, session, cloud }: ApplicantCtx): Promise<boolean> =>
  isAgreementDue(cloud.agreements.partner, await listPartnerAgreements(db, session.organisation.id))

/** A change of the profile that is reviewed, waits for the partner or its contact, or was rejected. */
export async function profileOf({ db, session }: ApplicantCtx): Promise<Attention[]> {
  const { id } = session.organisation
  const enrolment = await findEnrolment(db, id)
  if (enrolment?.state === 'active' && enrolment.reason !== null) return [waiting('profile_rejected', 1)]
  if (enrolment?.state !== 're_review') return []
  const { contactStatus } = await findCompanyProfile(db, id)
  const isReviewed = nextActor(enrolment.state, contactStatus) === 'operator'
  return [waiting(isReviewed ? 'profile_reviewed' : 'profile_waits', 1, enrolment.stateSince)]
}
