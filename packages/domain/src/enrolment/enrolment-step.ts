import { ok, type Result, refuse } from '../core/result.ts'
import type { ContactEvent } from './contact-verification.ts'
import {
  type EnrolmentEvent,
  type EnrolmentFacts,
  type EnrolmentMail,
  type EnrolmentMailKind,
  type EnrolmentRefusal,
  type EnrolmentState,
  stateAfter,
  whyNot,
} from './enrolment.ts'

/** What an event does: the next state, what happens to the contact's address (§4.3), and the mails. */
export type EnrolmentPlan = {
  state: EnrolmentState
  contact: ContactEvent | null
  mails: readonly EnrolmentMail[]
}

/** Decides one event of an application (§4.2): its next state and exactly the mails that this step sends (§4.1). */
export function advance(
  state: EnrolmentState,
  event: EnrolmentEvent,
  facts: EnrolmentFacts,
): Result<EnrolmentPlan, EnrolmentRefusal> {
  const refusal = whyNot(state, event, facts)
  if (refusal) return refuse(refusal)
  const next = stateAfter(state, event)
  if (!next) throw new Error(`${event} leads nowhere from ${state}`)
  return ok({ state: next, contact: contactEventOf(event, facts), mails: mailsOf(state, event, facts) })
}

const contactEvents: Partial<Record<EnrolmentEvent, ContactEvent>> = {
  submit: 'send',
  change_contact: 'send',
  verify_contact: 'verify',
  deny_contact: 'deny',
}

const contactEventOf = (event: EnrolmentEvent, { contactChanges }: EnrolmentFacts): ContactEvent | null =>
  event === 'change_profile' && contactChanges ? 'send' : (contactEvents[event] ?? null)

function mailsOf(state: EnrolmentState, event: EnrolmentEvent, facts: EnrolmentFacts): EnrolmentMail[] {
  const verify = { kind: 'verify_contact', to: 'contact' } as const
  const isUnreachable = facts.contact === 'denied' || facts.contact === 'bounced'
  const tell = (kind: EnrolmentMailKind, isReachable = !isUnreachable): EnrolmentMail[] => [
    ...(isReachable ? [{ kind, to: 'contact' } as const] : []),
    ...(isReachable && facts.isContactApplicant ? [] : [{ kind, to: 'applicant' } as const]),
  ]
  switch (event) {
    case 'submit':
      return [verify, ...tell('status', true)]
    case 'change_contact':
      return [verify]
    case 'deny_contact':
      return tell('status', false)
    case 'verify_contact':
    case 'start_review':
    case 'provide_documents':
    case 'appeal':
    case 'sign_agreement':
      return tell('status')
    case 'close':
      // It carries the operator's reason: only a contact that proved its address reads it.
      return tell('status', facts.contact === 'verified')
    case 'set_deadline':
      return tell(state === 'documents_requested' ? 'documents_requested' : 'status')
    case 'request_documents':
      return tell('documents_requested')
    case 'reject':
      return tell('rejected')
    case 'accept':
      // After a re-review there is nothing to sign; before it, the applicant is told to sign.
      if (state === 're_review') return tell('accepted')
      return [...tell('accepted').slice(0, 1), { kind: 'account_ready', to: 'applicant' }]
    case 'change_profile':
      return facts.contactChanges ? [verify, ...tell('status', true)] : tell('status')
    default:
      return []
  }
}
