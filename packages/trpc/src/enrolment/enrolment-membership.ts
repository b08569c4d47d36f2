import { insertAudit } from '@entente/db/core/audit'
import { isUniqueViolation } from '@entente/db/core/unique-violation'
import { isMpnInUse } from '@entente/db/enrolment/applications'
import { type Enrolment, findEnrolment, saveEnrolment } from '@entente/db/enrolment/enrolments'
import type { AuditAction } from '@entente/domain/core/audit-action'
import { canHappen } from '@entente/domain/enrolment/enrolment'
import { chooseProfileInput, membershipSignInInput } from '@entente/domain/enrolment/enrolment-input'
import { whyUnusable } from '@entente/domain/enrolment/membership-profile'
import { actorOf, inTenant, partnerMutation, partnerProcedure } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { type ApplicantCtx, ownEnrolment, takeApplicantStep } from './enrolment-scope.ts'
import { lockedEnrolment } from './enrolment-step.ts'

const optionsMinutes = 15

/** Membership of the partner network. */
export const enrolmentMembership = {
  /**
   * Signs in to the membership directory and keeps the profiles that it finds for 15 minutes; the password goes there
   * and nowhere else. The directory is asked outside any transaction. A repeated press does no harm.
   */
  signInToMembership: partnerProcedure('enrolment.manage')
    .input(membershipSignInInput)
    .mutation(async ({ ctx, input: { userName, password } }) => {
      const { session, clock, limits, directory } = ctx
      const { account, organisation } = session
      const wait = await limits.count('membershipSignInOfAccount', account.id)
      if (wait !== null) throw refused({ code: 'too_many_attempts', retryAfterSeconds: wait })
      const found = await directory.signIn(userName, password)
      if (found.result === 'unavailable') {
        await limits.giveBack('membershipSignInOfAccount', account.id)
        throw refused({ code: 'membership_unavailable' })
      }
      const record = (action: AuditAction, payload: Record<string, unknown>) =>
        [{ organisationId: organisation.id, action, payload }] as const
      if (found.result === 'wrong_credentials') {
        await inTenant(ctx, session, undefined, async (db) => {
          await insertAudit(db, actorOf(ctx), [...record('enrolment.membership_refused', {})], clock())
          return { ok: true }
        })
        throw refused({ code: 'wrong_credentials' })
      }
      await limits.giveBack('membershipSignInOfAccount', account.id)
      const { profiles } = found
      await inTenant(ctx, session, undefined, async (db) => {
        const now = clock()
        const enrolment = await lockedEnrolment(db, organisation.id)
        refuseLinked(enrolment)
        const optionsUntil = new Date(now.getTime() + optionsMinutes * 60_000)
        await saveEnrolment(db, enrolment, { membershipOptions: profiles, optionsUntil }, now)
        await insertAudit(
          db,
          actorOf(ctx),
          [...record('enrolment.membership_signed_in', { profiles: profiles.length })],
          now,
        )
        return { ok: true }
      })
      return { profiles: profiles.length }
    }),

  /** **Continue**: links one of the profiles that the sign-in found, never a number that was typed. */
  chooseProfile: partnerMutation('enrolment.manage')
    .input(chooseProfileInput)
    .mutation(async ({ ctx, input: { mpnId } }) => {
      const enrolment = await ownEnrolment(ctx)
      const profile = openOptions(enrolment, ctx.clock()).find((option) => option.mpnId === mpnId)
      if (!profile) throw refused({ code: 'membership_not_chosen' })
      const own = ctx.session.organisation
      const isInUse = await isMpnInUse(ctx.db, { mpnId, kind: enrolment.kind, own: own.id })
      const refusal = whyUnusable(profile, { country: own.country, isInUse })
      if (refusal) throw refused(refusal)
      await takeApplicantStep(ctx, {
        event: 'link_membership',
        change: { mpnId, membership: profile, membershipOptions: null, optionsUntil: null },
        payload: { mpnId },
      }).catch((error: unknown) => {
        // Another company linked it between the check and the write.
        if (isUniqueViolation(error)) throw refused({ code: 'mpn_in_use' })
        throw error
      })
      return {}
    }),

  /** **Cancel**: back to the membership sign-in; what was saved before stays. */
  cancelMembership: partnerMutation('enrolment.manage').mutation(async ({ ctx }) => {
    const forgotten = { membershipOptions: null, optionsUntil: null }
    const enrolment = await ownEnrolment(ctx)
    if (canHappen(enrolment.state, 'cancel_membership'))
      await takeApplicantStep(ctx, {
        event: 'cancel_membership',
        change: { ...forgotten, mpnId: null, membership: null },
        ...(enrolment.mpnId && { payload: { mpnId: enrolment.mpnId } }),
      })
    else await saveEnrolment(ctx.db, enrolment, forgotten, ctx.clock())
    return {}
  }),

  /** **Later**: the agreement cannot be signed until a profile is linked. */
  postponeMembership: partnerMutation('enrolment.manage').mutation(async ({ ctx }) => {
    await takeApplicantStep(ctx, {
      event: 'postpone_membership',
      change: { membershipOptions: null, optionsUntil: null },
    })
    return {}
  }),
}

function refuseLinked({ state, mpnId }: Enrolment): void {
  if (mpnId || !canHappen(state, 'link_membership')) throw refused({ code: 'enrolment_state_changed', state })
}

const openOptions = ({ membershipOptions, optionsUntil }: Enrolment, now: Date) =>
  optionsUntil && optionsUntil > now ? (membershipOptions ?? []) : []

/** The profiles to choose from, each with why it cannot be chosen; null when no sign-in is open. */
export async function membershipChoice({ db, session, clock }: ApplicantCtx) {
  const own = session.organisation
  const enrolment = await findEnrolment(db, own.id)
  if (!enrolment) throw refused({ code: 'not_found' })
  if (!enrolment.optionsUntil || enrolment.optionsUntil <= clock()) return null
  const choices = []
  for (const profile of openOptions(enrolment, clock())) {
    const isInUse = await isMpnInUse(db, { mpnId: profile.mpnId, kind: enrolment.kind, own: own.id })
    choices.push({ ...profile, unusable: whyUnusable(profile, { country: own.country, isInUse }) ?? null })
  }
  return choices
}
