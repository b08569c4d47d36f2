import { describe, expect, test } from 'vitest'
import { failed, good, legal, unlinked } from '../../testing/enrolment-steps.ts'
import { contactStates } from './contact-verification.ts'
import { canHappen, checkResults, enrolmentEvents, enrolmentStates, whyNot } from './enrolment.ts'
import { partsToAsk } from './enrolment-parts.ts'
import { advance } from './enrolment-step.ts'
import { nextActor } from './next-actor.ts'

const mailsIn = (result: ReturnType<typeof advance>) =>
  result.ok ? result.value.mails.map(({ kind, to }) => `${kind}>${to}`).join(' ') : 'refused'

test.each(legal)(
  '§4.2 R-104 %s, %s: the next state and exactly its mails',
  (from, event, facts, to, mails) => {
    const result = advance(from, event, facts)
    expect(result).toMatchObject({ ok: true, value: { state: to } })
    expect(mailsIn(result)).toBe(mails)
  },
)

test('§4.3 a step sends M-01 exactly when it asks the contact, and an answer is the contact’s own event', () => {
  for (const [from, event, facts] of legal) {
    const result = advance(from, event, facts)
    const { contact, mails } = result.ok ? result.value : { contact: null, mails: [] }
    expect(contact === 'send').toBe(mails.some(({ kind }) => kind === 'verify_contact'))
    expect(contact === 'verify').toBe(event === 'verify_contact')
    expect(contact === 'deny').toBe(event === 'deny_contact')
  }
})

test('§4.2 nothing else is possible, whatever the facts', () => {
  const known = new Set(legal.map(([from, event]) => `${from} ${event}`))
  for (const state of enrolmentStates)
    for (const event of enrolmentEvents) {
      expect(canHappen(state, event), `${state} ${event}`).toBe(known.has(`${state} ${event}`))
      if (!known.has(`${state} ${event}`))
        expect(whyNot(state, event, good)).toEqual({ code: 'enrolment_state_changed', state })
    }
})

describe('the guards of §4.2', () => {
  test.each(contactStates.filter((state) => state !== 'verified'))(
    'R-103 nothing is reviewed or accepted while the address is %s',
    (contact) => {
      const facts = { ...good, contact }
      for (const [state, event] of [
        ['email_verified', 'start_review'],
        ['in_review', 'request_documents'],
        ['in_review', 'accept'],
        ['re_review', 'accept'],
      ] as const)
        expect(whyNot(state, event, facts)).toEqual({ code: 'contact_not_verified' })
    },
  )

  test('R-082 both checks have to be passed, and the refusal names those that are not', () => {
    for (const profile of checkResults)
      for (const authority of checkResults) {
        const open = [
          ...(profile === 'passed' ? [] : ['profile']),
          ...(authority === 'passed' ? [] : ['authority']),
        ]
        expect(whyNot('in_review', 'accept', { ...good, checks: { profile, authority } })).toEqual(
          open.length > 0 ? { code: 'checks_not_passed', checks: open } : undefined,
        )
      }
  })

  test('§3.3 a check that the cloud asks for has to pass too, and one that it does not ask for is no obstacle', () => {
    const checks = { profile: 'passed', authority: 'passed', credit_check: 'open' } as const
    expect(whyNot('in_review', 'accept', { ...good, checks })).toEqual({
      code: 'checks_not_passed',
      checks: ['credit_check'],
    })
    expect(
      whyNot('in_review', 'reject', { ...good, checks: { ...checks, credit_check: 'failed' } }),
    ).toBeUndefined()
  })

  test('§4.2 an application is rejected only after a failed check', () => {
    expect(whyNot('in_review', 'reject', good)).toEqual({ code: 'no_check_failed' })
    const checks = { profile: 'open', authority: 'open' } as const
    expect(whyNot('in_review', 'reject', { ...good, checks })).toEqual({ code: 'no_check_failed' })
  })

  test('R-097 an incomplete application is not submitted, and the refusal says what is missing', () => {
    const missing = ['primary_contact', 'support'] as const
    expect(whyNot('membership_linked', 'submit', { ...good, missing })).toEqual({
      code: 'enrolment_incomplete',
      missing,
    })
  })

  test('U-21 an answer to the operator needs a correction or a document', () => {
    for (const [state, event] of [
      ['documents_requested', 'provide_documents'],
      ['rejected', 'appeal'],
    ] as const)
      expect(whyNot(state, event, { ...good, hasAnswer: false })).toEqual({
        code: 'enrolment_incomplete',
        missing: ['answer'],
      })
  })

  test('R-105 R-106 signing needs a membership and the admin agent role', () => {
    expect(whyNot('accepted', 'sign_agreement', unlinked)).toEqual({ code: 'membership_not_chosen' })
    expect(whyNot('accepted', 'sign_agreement', { ...good, isAdminAgent: false })).toEqual({
      code: 'admin_agent_missing',
    })
  })

  test('§4.2 a silent application is closed only after a deadline that was set before, and that left enough time', () => {
    for (const state of ['submitted', 'blocked_denied', 'documents_requested'] as const) {
      for (const deadline of ['none', 'open'] as const)
        expect(whyNot(state, 'close', { ...good, deadline })).toEqual({
          code: 'deadline_not_passed',
          deadline,
        })
      expect(whyNot(state, 'set_deadline', { ...good, isDeadlineTooSoon: true })).toEqual({
        code: 'deadline_too_soon',
      })
    }
    expect(whyNot('in_review', 'request_documents', { ...good, isDeadlineTooSoon: true })).toEqual({
      code: 'deadline_too_soon',
    })
  })

  test('§4.3 a link that is used twice, or after a denial, changes nothing', () => {
    for (const contact of ['verified', 'denied', 'bounced', 'none'] as const)
      for (const event of ['verify_contact', 'deny_contact'] as const)
        expect(whyNot('submitted', event, { ...good, contact })).toMatchObject({
          code: 'enrolment_state_changed',
        })
  })

  test('R-181 a linked membership cannot be replaced during the review', () => {
    expect(whyNot('in_review', 'link_membership', good)).toMatchObject({ code: 'enrolment_state_changed' })
    expect(whyNot('documents_requested', 'link_membership', good)).toBeUndefined()
    expect(whyNot('rejected', 'link_membership', good)).toBeUndefined()
  })
})

test('§4.1 a contact who denied or cannot be reached gets no mail: the applicant gets it instead', () => {
  for (const contact of ['denied', 'bounced'] as const)
    for (const [state, event, facts] of [
      ['in_review', 'reject', failed],
      ['re_review', 'reject', failed],
      ['documents_requested', 'provide_documents', good],
      ['active', 'change_profile', good],
    ] as const) {
      const mails = mailsIn(advance(state, event, { ...facts, contact }))
      expect(mails).toMatch(/>applicant/)
      expect(mails).not.toMatch(/>contact/)
    }
})

test('R-104 every state that follows the submission is reported by a mail, to the contact and to the applicant who acts', () => {
  for (const [from, event, facts, to] of legal) {
    if (from === to || to === 'blocked_denied' || event.endsWith('_membership')) continue
    // The applicant itself begins again, and the contact has said that it has no part in this.
    if (event === 'reopen' || facts.contact === 'denied') continue
    // Why an application is closed is not told to a contact that never proved its address.
    if (event === 'close' && facts.contact !== 'verified') continue
    const result = advance(from, event, facts)
    const mails = result.ok ? result.value.mails : []
    const reached = new Set(mails.map((mail) => mail.to))
    // The applicant changed the contact, who is asked.
    expect([...reached].sort()).toEqual(event === 'change_contact' ? ['contact'] : ['applicant', 'contact'])
  }
})

test('R-084 a contact who is the applicant gets each mail once', () => {
  for (const [from, event, facts] of legal) {
    const result = advance(from, event, { ...facts, isContactApplicant: true })
    const kinds = result.ok ? result.value.mails.map(({ kind }) => kind) : []
    expect(kinds).toEqual([...new Set(kinds)])
  }
})

test('U-21 every application that waits says who acts next', () => {
  const found = enrolmentStates.map((state) => [state, nextActor(state, 'verified')])
  expect(Object.fromEntries(found)).toMatchObject({
    email_verified: 'operator',
    in_review: 'operator',
    documents_requested: 'applicant',
    rejected: 'applicant',
    closed: 'applicant',
    accepted: 'applicant',
    active: 'nobody',
  })
  expect(nextActor('submitted', 'sent')).toBe('contact')
  expect(nextActor('submitted', 'bounced')).toBe('applicant')
  expect(nextActor('in_review', 'bounced')).toBe('applicant')
  expect(nextActor('re_review', 'sent')).toBe('contact')
})

test('R-074 a company that is already enrolled is asked only for its support contact', () => {
  expect(partsToAsk(true)).toEqual(['support'])
  expect(partsToAsk(false)).toHaveLength(4)
})
