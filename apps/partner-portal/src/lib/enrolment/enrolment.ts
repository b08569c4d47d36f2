import { type EnrolmentPart, type EnrolmentState, isCorrecting } from '@entente/domain/enrolment/enrolment'
import { type ProfileField, profileFields } from '@entente/domain/enrolment/enrolment-input'
import { isDraft, partOfField } from '@entente/domain/enrolment/enrolment-parts'

export const enrolSteps = [
  'membership',
  'legal_profile',
  'primary_contact',
  'support',
  'evidence',
  'review',
] as const
export type EnrolStep = (typeof enrolSteps)[number]

/** The part of an application that the steps depend on. */
export type Progress = {
  state: EnrolmentState
  mpnId: string | null
  isKnownCompany: boolean
  /** Whether a check of this cloud needs a document or a consent of this kind of partner. */
  asksEvidence: boolean
  missing: readonly EnrolmentPart[]
}

/** A company that is already enrolled only enters its support contact; its membership is known or linked later. */
export const stepsOf = ({
  isKnownCompany,
  asksEvidence,
}: Pick<Progress, 'isKnownCompany' | 'asksEvidence'>): EnrolStep[] =>
  isKnownCompany ? ['support', 'review'] : enrolSteps.filter((step) => step !== 'evidence' || asksEvidence)

export const pathOf: Record<EnrolStep, string> = {
  membership: '/enrol/membership',
  legal_profile: '/enrol/legal-profile',
  primary_contact: '/enrol/primary-contact',
  support: '/enrol/support',
  evidence: '/enrol/evidence',
  review: '/enrol/review',
}

/** `later` means a postponed membership: the application can continue without it, the agreement cannot. */
export function progressOf(step: EnrolStep, { state, mpnId, missing }: Progress): 'done' | 'later' | 'open' {
  if (step === 'review') return isDraft(state) ? 'open' : 'done'
  if (step !== 'membership') return missing.includes(step) ? 'open' : 'done'
  if (mpnId) return 'done'
  return state === 'membership_postponed' ? 'later' : 'open'
}

/** The first step that is still open, or the review if all are done. */
export const nextStep = (progress: Progress): EnrolStep =>
  stepsOf(progress).find((step) => progressOf(step, progress) === 'open') ?? 'review'

/** The path of the next open step of the wizard. */
export const nextStepPath = (progress: Progress): string => pathOf[nextStep(progress)]

/** Where a saved part leads: on in the wizard, to the answer that sends a correction, or to the status. */
export function pathAfterSave(progress: Progress): string {
  if (isDraft(progress.state)) return nextStepPath(progress)
  return isCorrecting(progress.state) ? '/enrol/documents' : '/enrol/status'
}

/** The pages where a submitted application is corrected, those first whose fields a reviewer named (U-21). */
export function correctionsOf(failedFields: readonly string[]) {
  const parts = ['membership', 'legal_profile', 'primary_contact', 'support'] as const
  const named = (field: ProfileField) => failedFields.includes(field)
  return parts
    .map((part) => ({
      part,
      fields: profileFields.filter((field) => partOfField[field] === part && named(field)),
    }))
    .toSorted((one, other) => Number(other.fields.length > 0) - Number(one.fields.length > 0))
}
