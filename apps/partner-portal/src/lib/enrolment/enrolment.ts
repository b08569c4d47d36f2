import type { EnrolmentPart, EnrolmentState } from '@entente/domain/enrolment/enrolment'

export const enrolSteps = ['membership', 'legal_profile', 'primary_contact', 'support', 'review'] as const
export type EnrolStep = (typeof enrolSteps)[number]

/** The part of an application that the steps depend on. */
export type Progress = {
  state: EnrolmentState
  mpnId: string | null
  isKnownCompany: boolean
  missing: readonly EnrolmentPart[]
}

const drafts: readonly EnrolmentState[] = ['signed_in', 'membership_linked', 'membership_postponed']
/** Whether the application has not been submitted yet, so that its steps are open. */
export const isDraft = (state: EnrolmentState): boolean => drafts.includes(state)

/** A company that is already enrolled only enters its support contact. */
export const stepsOf = ({ isKnownCompany }: Pick<Progress, 'isKnownCompany'>): EnrolStep[] =>
  enrolSteps.filter((step) => !isKnownCompany || (step !== 'legal_profile' && step !== 'primary_contact'))

export const pathOf: Record<EnrolStep, string> = {
  membership: '/enrol/membership',
  legal_profile: '/enrol/legal-profile',
  primary_contact: '/enrol/primary-contact',
  support: '/enrol/support',
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
