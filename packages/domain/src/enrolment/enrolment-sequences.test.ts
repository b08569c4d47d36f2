import fc from 'fast-check'
import { expect, test } from 'vitest'
import { good, legal } from '../../testing/enrolment-steps.ts'
import { type RecordedCheck, resultNow } from './checked-data.ts'
import type { ContactState } from './contact-verification.ts'
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
