import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RecordedCheck, resultNow } from './checked-data.ts'
import { type ContactState, contactStates } from './contact-verification.ts'
import {
  type CheckResult,
  canHappen,
  checkResults,
  type EnrolmentCheck,
  type EnrolmentEvent,
  type EnrolmentFacts,
  type EnrolmentState,
  enrolmentChecks,
  enrolmentEvents,
  enrolmentStates,
  whyNot,
} from './enrolment.ts'
import { documentKinds } from './enrolment-input.ts'
import { partsToAsk } from './enrolment-parts.ts'
import { advance } from './enrolment-step.ts'
import {
  type AskedCheck,
  askedChecks,
  dueChecks,
  type Given,
  isAskedCheck,
  missingEvidence,
  whyNotPass,
} from './evidence.ts'
import { nextActor } from './next-actor.ts'

/** Everything is in order. */
const good: EnrolmentFacts = {
  missing: [],
  contact: 'verified',
  isContactApplicant: false,
  checks: { profile: 'passed', authority: 'passed' },
  isMembershipLinked: true,
  hasAnswer: true,
  deadline: 'passed',
  isDeadlineTooSoon: false,
  isAdminAgent: true,
  contactChanges: false,
}
const sent: EnrolmentFacts = { ...good, contact: 'sent' }
const denied: EnrolmentFacts = { ...good, contact: 'denied' }
const unlinked: EnrolmentFacts = { ...good, isMembershipLinked: false }
const failed: EnrolmentFacts = { ...good, checks: { profile: 'failed', authority: 'passed' } }
const changed: EnrolmentFacts = { ...good, contactChanges: true }

/** §4.2 as people read it, with the mails of §4.1. What is not listed must be impossible. */
const legal: [EnrolmentState, EnrolmentEvent, EnrolmentFacts, EnrolmentState, string][] = [
  ['signed_in', 'link_membership', unlinked, 'membership_linked', ''],
  ['signed_in', 'postpone_membership', unlinked, 'membership_postponed', ''],
  ['membership_linked', 'cancel_membership', good, 'signed_in', ''],
  ['membership_postponed', 'cancel_membership', unlinked, 'signed_in', ''],
  ['membership_postponed', 'link_membership', unlinked, 'membership_linked', ''],
  [
    'membership_linked',
    'submit',
    good,
    'submitted',
    'verify_contact>contact status>contact status>applicant',
  ],
  [
    'membership_postponed',
    'submit',
    unlinked,
    'submitted',
    'verify_contact>contact status>contact status>applicant',
  ],
  ['submitted', 'verify_contact', sent, 'email_verified', 'status>contact status>applicant'],
  ['submitted', 'deny_contact', sent, 'blocked_denied', 'status>applicant'],
  ['submitted', 'change_contact', sent, 'submitted', 'verify_contact>contact'],
  ['blocked_denied', 'change_contact', good, 'submitted', 'verify_contact>contact'],
  ['email_verified', 'change_contact', good, 'submitted', 'verify_contact>contact'],
  ['in_review', 'change_contact', good, 'submitted', 'verify_contact>contact'],
  ['documents_requested', 'change_contact', good, 'documents_requested', 'verify_contact>contact'],
  ['rejected', 'change_contact', good, 'rejected', 'verify_contact>contact'],
  ['documents_requested', 'correct_profile', good, 'documents_requested', ''],
  ['rejected', 'correct_profile', good, 'rejected', ''],
  ['in_review', 'deny_contact', sent, 'blocked_denied', 'status>applicant'],
  ...(['in_review', 'documents_requested', 'rejected'] as const).map((state): (typeof legal)[number] => [
    ...([state, 'verify_contact', sent, state, 'status>contact status>applicant'] as const),
  ]),
  ['documents_requested', 'deny_contact', sent, 'documents_requested', 'status>applicant'],
  ['rejected', 'deny_contact', sent, 'rejected', 'status>applicant'],
  ['submitted', 'set_deadline', sent, 'submitted', 'status>contact status>applicant'],
  ['blocked_denied', 'set_deadline', denied, 'blocked_denied', 'status>applicant'],
  [
    ...(['documents_requested', 'set_deadline', good, 'documents_requested'] as const),
    'documents_requested>contact documents_requested>applicant',
  ],
  ['submitted', 'close', sent, 'closed', 'status>applicant'],
  ['blocked_denied', 'close', denied, 'closed', 'status>applicant'],
  ['documents_requested', 'close', good, 'closed', 'status>contact status>applicant'],
  ['closed', 'reopen', good, 'signed_in', ''],
  ['email_verified', 'start_review', good, 'in_review', 'status>contact status>applicant'],
  [
    'in_review',
    'request_documents',
    good,
    'documents_requested',
    'documents_requested>contact documents_requested>applicant',
  ],
  ['documents_requested', 'provide_documents', good, 'in_review', 'status>contact status>applicant'],
  ['in_review', 'accept', good, 'accepted', 'accepted>contact account_ready>applicant'],
  ['in_review', 'reject', failed, 'rejected', 'rejected>contact rejected>applicant'],
  ['rejected', 'appeal', good, 'in_review', 'status>contact status>applicant'],
  ['accepted', 'sign_agreement', good, 'active', 'status>contact status>applicant'],
  ['active', 'change_profile', good, 're_review', 'status>contact status>applicant'],
  [
    'active',
    'change_profile',
    changed,
    're_review',
    'verify_contact>contact status>contact status>applicant',
  ],
  [
    're_review',
    'change_profile',
    changed,
    're_review',
    'verify_contact>contact status>contact status>applicant',
  ],
  ['re_review', 'change_contact', sent, 're_review', 'verify_contact>contact'],
  ['re_review', 'verify_contact', sent, 're_review', 'status>contact status>applicant'],
  ['re_review', 'deny_contact', sent, 're_review', 'status>applicant'],
  ['re_review', 'accept', good, 'active', 'accepted>contact accepted>applicant'],
  ['re_review', 'reject', failed, 'active', 'rejected>contact rejected>applicant'],
  ...(
    ['submitted', 'email_verified', 'in_review', 'documents_requested', 'accepted', 'rejected'] as const
  ).map((state): (typeof legal)[number] => [state, 'link_membership', unlinked, state, '']),
]

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

/** What the rows hold after a sequence of events, with what each check saw and would see now. */
type World = {
  /** The checks that the cloud and the partner kind ask for. */
  asked: readonly AskedCheck[]
  /** The documents and consents of the applicant. */
  given: Given
  state: EnrolmentState
  facts: EnrolmentFacts
  log: EnrolmentEvent[]
  recorded: Record<EnrolmentCheck, RecordedCheck>
  now: Record<EnrolmentCheck, string>
}
const unchecked = { result: 'open', digest: null } as const
const ofEach = <Value>(value: Value) =>
  Object.fromEntries(enrolmentChecks.map((check) => [check, value])) as Record<EnrolmentCheck, Value>
const dueIn = ({ asked, state, recorded, now }: World) =>
  dueChecks(asked, state, (check) => recorded[check].digest !== now[check])
const resultsIn = (world: World) =>
  Object.fromEntries(dueIn(world).map((check) => [check, resultNow(world.recorded[check], world.now[check])]))

const contactAfter: Partial<Record<EnrolmentEvent, ContactState>> = {
  submit: 'sent',
  change_contact: 'sent',
  verify_contact: 'verified',
  deny_contact: 'denied',
}

function apply(world: World, event: EnrolmentEvent): World {
  const { state, facts, log } = world
  const result = advance(state, event, facts)
  if (!result.ok) return world
  const isNewRound = event === 'appeal' || event === 'change_profile'
  const isContactNew = event === 'change_profile' && facts.contactChanges
  return {
    ...world,
    ...(isNewRound && { recorded: ofEach(unchecked) }),
    state: result.value.state,
    facts: {
      ...facts,
      contact: isContactNew ? 'sent' : (contactAfter[event] ?? facts.contact),
      isMembershipLinked:
        event === 'link_membership' ||
        (event !== 'cancel_membership' && event !== 'reopen' && facts.isMembershipLinked),
    },
    log: [...log, event],
  }
}

test('§4.2 R-082 §3.3 no sequence of events and corrections reaches an illegal state, or acceptance without every due check of what is accepted', () => {
  // Mostly all pass, so that the sequence gets far.
  const checks = fc.oneof(
    { weight: 3, arbitrary: fc.constant(ofEach<CheckResult>('passed')) },
    fc.record(ofEach(fc.constantFrom(...checkResults))),
  )
  const allAsked = askedChecks([...enrolmentChecks].filter(isAskedCheck))
  const corrections = fc.subarray([...enrolmentChecks], { minLength: 1 })
  const mostly = fc.nat(5).map((dice) => dice > 0)
  const rarely = fc.nat(15).map((dice) => dice === 0)
  const turns = fc.array(
    fc.record({
      // Most events fit the state, so that the sequence gets far; the others are arbitrary.
      pick: fc.nat(1000),
      isFitting: mostly,
      gives: mostly,
      checks: fc.option(checks, { nil: undefined }),
      corrects: fc.option(corrections, { nil: [], freq: 2 }),
      bounces: rarely,
      contactChanges: fc.boolean(),
      isAdminAgent: mostly,
      hasAnswer: mostly,
      deadline: fc.constantFrom('none', 'open', 'passed' as const),
      isDeadlineTooSoon: rarely,
      isIncomplete: rarely,
    }),
    { maxLength: 80, size: 'max' },
  )
  const seen = new Set<EnrolmentState>()
  fc.assert(
    fc.property(fc.subarray(allAsked), turns, (asked, sequence) => {
      const start: EnrolmentFacts = {
        ...good,
        contact: 'none',
        isMembershipLinked: false,
        checks: {},
      }
      let world: World = {
        ...{ asked, given: { documents: [], consents: [] }, state: 'signed_in', facts: start, log: [] },
        recorded: ofEach(unchecked),
        now: ofEach('first'),
      }
      for (const [
        turn,
        { pick, isFitting, gives, checks, corrects, bounces, isIncomplete, ...rest },
      ] of sequence.entries()) {
        if (gives) world.given = { documents: documentKinds, consents: enrolmentChecks }
        if (checks)
          for (const check of enrolmentChecks.filter(
            (one) => checks[one] !== 'passed' || !whyNotPass(one, world.state, world.given),
          ))
            world.recorded = {
              ...world.recorded,
              [check]: { result: checks[check], digest: world.now[check] },
            }
        for (const check of corrects) world.now = { ...world.now, [check]: `changed ${turn}` }
        const { facts, state } = world
        const choice = enrolmentEvents.filter((name) => !isFitting || canHappen(state, name))
        const event = choice[pick % choice.length] ?? 'submit'
        const before = {
          ...world,
          facts: {
            ...facts,
            ...rest,
            missing: isIncomplete ? (['support'] as const) : [],
            checks: resultsIn(world),
            contact: bounces && facts.contact !== 'none' ? ('bounced' as const) : facts.contact,
          },
        }
        const result = advance(before.state, event, before.facts)
        expect(result.ok).toBe(whyNot(before.state, event, before.facts) === undefined)
        world = apply(before, event)
        seen.add(world.state)
        expectSound(before, world, event, result)
      }
    }),
    { numRuns: 600 },
  )
  expect([...seen].sort()).toEqual([...enrolmentStates].sort())
})

/** What must hold after every event, checked without the table of `enrolment.ts`. */
function expectSound(before: World, after: World, event: EnrolmentEvent, result: ReturnType<typeof advance>) {
  expect(enrolmentStates).toContain(after.state)
  if (!result.ok) return expect(after.log).toEqual(before.log)
  const row = legal.find(
    ([from, name, , to]) => from === before.state && name === event && to === after.state,
  )
  expect(row, `${before.state} ${event} ${after.state}`).toBeDefined()
  expect(result.value.mails.length).toBeLessThanOrEqual(3)
  if (after.state === 'accepted' && before.state !== 'accepted') {
    expect(after.log).toContain('verify_contact')
    expect(after.facts.contact).toBe('verified')
    for (const check of ['profile', 'authority', ...after.asked] as const)
      expect(after.recorded[check]).toEqual({ result: 'passed', digest: after.now[check] })
    for (const check of after.asked) expect(missingEvidence(check, after.given)).toEqual([])
  }
  if (after.state === 'active' && before.state === 'accepted') {
    expect(after.facts.isMembershipLinked).toBe(true)
    expect(after.log.lastIndexOf('accept')).toBeGreaterThan(-1)
  }
  if (before.state === 'in_review' || before.state === 'documents_requested')
    expect(after.log.indexOf('submit')).toBeGreaterThan(-1)
  // Nobody closes what the operator has to decide, or what a deadline has not warned of.
  if (after.state === 'closed') {
    expect(before.facts.deadline).toBe('passed')
    expect(['submitted', 'blocked_denied', 'documents_requested']).toContain(before.state)
  }
  // Once a partner, the account stays usable: an application never falls back behind `active` (§4.2).
  if (before.state === 'active' || before.state === 're_review')
    expect(['active', 're_review']).toContain(after.state)
}
