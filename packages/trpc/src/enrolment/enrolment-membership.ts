import { insertAudit } from '@entente/db/core/audit'
import { isUniqueViolation } from '@entente/db/core/unique-violation'
import { findMpnIdsInUse } from '@entente/db/enrolment/applications'
import { type Enrolment, findEnrolment, lockEnrolment, saveEnrolment } from '@entente/db/enrolment/enrolments'
import type { AuditAction } from '@entente/domain/core/audit-action'
import { canHappen, isCorrecting } from '@entente/domain/enrolment/enrolment'
import { chooseProfileInput, membershipSignInInput } from '@entente/domain/enrolment/enrolment-input'
import { whyUnusable } from '@entente/domain/enrolment/mpn-profile'
import { actorOf, inTenant, partnerMutation, partnerProcedure, recheck } from '../core/gates.ts'
import { countMembershipGuess } from '../core/guess.ts'
import { refused } from '../core/refused.ts'
import { type ApplicantCtx, lock, step } from './application.ts'
import { progressOf } from './enrolment-drafts.ts'

const optionsMinutes = 15
const forgotten = { membershipOptions: null, optionsUntil: null }

/** Membership of the partner network. */
export const enrolmentMembership = {
  /**
   * Signs in to the membership directory and keeps the profiles that it finds for 15 minutes; the password goes there
   * and nowhere else. The directory is asked outside any transaction.
   */
  signInToMembership: partnerProcedure('enrolment.manage', { why: 'A repeated press does no harm.' })
    .input(membershipSignInInput)
    .mutation(async ({ ctx, input: { userName, password } }) => {
      const { session, now, limits, outside } = ctx
      const { account, organisation } = session
      const wait = await limits.count('membershipSignInOfAccount', account.id)
      if (wait !== null) throw refused({ code: 'too_many_attempts', retryAfterSeconds: wait })
      const guess = await countMembershipGuess(ctx, userName, organisation.id)
      const found = await outside.membershipDirectory.signIn(userName, password)
      if (found.result === 'unavailable') {
        await guess.takeBack()
        await limits.giveBack('membershipSignInOfAccount', account.id)
        throw refused({ code: 'membership_unavailable' })
      }
      const record = (action: AuditAction, payload: Record<string, unknown>) =>
        [{ organisationId: organisation.id, action, payload }] as const
      if (found.result === 'wrong_credentials') {
        await inTenant(ctx, session, undefined, (db) =>
          insertAudit(db, actorOf(ctx), [...record('enrolment.membership_refused', {})], now),
        )
        throw refused({ code: 'wrong_credentials' })
      }
      await limits.giveBack('membershipSignInOfAccount', account.id)
      await guess.forget()
      const { profiles } = found
      await inTenant(ctx, session, undefined, async (db) => {
        await recheck(db, session, 'enrolment.manage')
        const enrolment = await lockEnrolment(db, organisation.id)
        if (!enrolment) throw refused({ code: 'not_found' })
        refuseLinked(enrolment)
        const optionsUntil = new Date(now.getTime() + optionsMinutes * 60_000)
        await saveEnrolment(db, enrolment, { membershipOptions: profiles, optionsUntil }, now)
        await insertAudit(
          db,
          actorOf(ctx),
          [...record('enrolment.membership_signed_in', { profiles: profiles.length })],
          now,
        )
      })
      return { profiles: profiles.length }
    }),

  /** **Continue**: links one of the profiles that the sign-in found, never a number that was typed. */
  chooseProfile: partnerMutation('enrolment.manage')
    .input(chooseProfileInput)
    .mutation(async ({ ctx, input: { mpnId } }) => {
      const { country, id } = ctx.session.organisation
      const application = await lock(ctx, id)
      const { enrolment, now } = application
      const profile = openOptions(enrolment, now).find((option) => option.mpnId === mpnId)
      if (!profile) throw refused({ code: 'membership_not_chosen' })
      const inUse = await findMpnIdsInUse(ctx.db, [mpnId], enrolment)
      const refusal = whyUnusable(profile, { country, isInUse: inUse.has(mpnId) })
      if (refusal) throw refused(refusal)
      const change = { mpnId, membership: profile, ...forgotten }
      const linked = await step(ctx, application, 'link_membership', { change, payload: { mpnId } }).catch(
        (error: unknown) => {
          // Another company linked it between the check and the write.
          if (isUniqueViolation(error)) throw refused({ code: 'mpn_in_use' })
          throw error
        },
      )
      return progressOf(linked)
    }),

  /** **Cancel**: back to the membership sign-in; what was saved before stays. */
  cancelMembership: partnerMutation('enrolment.manage').mutation(async ({ ctx }) => {
    const application = await lock(ctx, ctx.session.organisation.id)
    const { enrolment, now } = application
    const { state, mpnId } = enrolment
    const change = { ...forgotten, mpnId: null, membership: null }
    if (canHappen(state, 'cancel_membership'))
      await step(ctx, application, 'cancel_membership', { change, ...(mpnId && { payload: { mpnId } }) })
    else await saveEnrolment(ctx.db, enrolment, forgotten, now)
    return {}
  }),

  /** **Later**: the agreement cannot be signed until a profile is linked. */
  postponeMembership: partnerMutation('enrolment.manage').mutation(async ({ ctx }) => {
    const application = await lock(ctx, ctx.session.organisation.id)
    return progressOf(await step(ctx, application, 'postpone_membership', { change: forgotten }))
  }),
}

function refuseLinked({ state, mpnId }: Enrolment): void {
  if (!canHappen(state, 'link_membership') || (mpnId && !isCorrecting(state)))
    throw refused({ code: 'enrolment_state_changed', state })
}

const openOptions = ({ membershipOptions, optionsUntil }: Enrolment, now: Date) =>
  optionsUntil && optionsUntil > now ? (membershipOptions ?? []) : []

/** The profiles to choose from, each with why it cannot be chosen; null when no sign-in is open. */
export async function membershipChoice({ db, session, now }: ApplicantCtx) {
  const own = session.organisation
  const enrolment = await findEnrolment(db, own.id)
  if (!enrolment) throw refused({ code: 'not_found' })
  if (!enrolment.optionsUntil || enrolment.optionsUntil <= now) return null
  const options = openOptions(enrolment, now)
  const mpnIds = options.map(({ mpnId }) => mpnId)
  const inUse = await findMpnIdsInUse(db, mpnIds, enrolment)
  return options.map((profile) => {
    const facts = { country: own.country, isInUse: inUse.has(profile.mpnId) }
    return { ...profile, unusable: whyUnusable(profile, facts) ?? null }
  })
}
