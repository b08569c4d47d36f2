import type { EnrolmentState } from '@entente/domain/enrolment/enrolment'
import { profileFields } from '@entente/domain/enrolment/enrolment-input'
import type { Refusal } from '@entente/domain/refusal'
import { refusalText } from '@entente/i18n/refusal'
import type { Translate } from '@entente/i18n/translate'
import { type FormValues, newIdempotencyKey } from '@entente/site/form'
import type { RequestEvent } from '@sveltejs/kit'
import { whyNot } from '../core/act.ts'
import { type ApplicationRecord, findApplication } from './find-application.ts'

type ApplicationEvent = RequestEvent & { params: { id: string } }
export type Decision = 'accept' | 'reject' | 'request_documents' | 'set_deadline' | 'close'

/** Whether the state belongs to the review: the page then shows the buttons, disabled ones with their reason. */
export const isUnderReview = (state: EnrolmentState): boolean =>
  ['submitted', 'blocked_denied', 'email_verified', 'in_review', 'documents_requested', 're_review'].includes(
    state,
  )

/** Why an action is not possible now, in words that fit the application's state; undefined if it is possible. */
export function whyNotNow(t: Translate, state: EnrolmentState, refusal: Refusal | null): string | undefined {
  if (!refusal) return undefined
  if (refusal.code !== 'enrolment_state_changed') return refusalText(t, refusal)
  if (state === 'email_verified') return t('operator.application.decision.start_first')
  if (state === 'documents_requested') return t('operator.application.decision.waits_for_documents')
  if (state === 're_review') return t('operator.application.decision.change_only')
  return refusalText(t, refusal)
}

/** The data of the page of a decision. */
export async function decisionData(event: ApplicationEvent, decision: Decision, isAllowed: boolean) {
  const { t } = event.locals
  const { application, profile, refusals } = await findApplication(event, event.params.id)
  const notAllowed = whyNot(event.locals, { isAllowed, permission: 'enrolments.decide' })
  return {
    application,
    profile,
    idempotencyKey: newIdempotencyKey(),
    refused: notAllowed ?? whyNotNow(t, application.state, refusals[decision]),
  }
}

export type DecisionData = Awaited<ReturnType<typeof decisionData>>

/** The ticked fields of a form, which has a checkbox for each. */
export const failedFields = (values: FormValues) => ({
  failedFields: profileFields.filter((field) => values[`failed.${field}`] === 'on'),
})

/** The message if somebody else was faster: the application's current state. Undefined for other refusals. */
export const stateChangedText = (
  t: Translate,
  { state }: ApplicationRecord['application'],
  code: string | undefined,
): string | undefined =>
  code === 'enrolment_state_changed'
    ? t('operator.application.changed', { state: t(`operator.applications.state.${state}`) })
    : undefined
