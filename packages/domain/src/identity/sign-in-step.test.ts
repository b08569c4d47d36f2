import { describe, expect, test } from 'vitest'
import { nextStepOfSignIn, type SignInFacts } from './sign-in-step.ts'

const table = {
  method: ['password', 'directory'],
  passed: [null, 'second_factor', 'password_change', 'second_factor_set_up'],
  audience: ['partner', 'customer', 'operator'],
  isSuspended: [false, true],
  hasFactor: [false, true],
  isFactorAsserted: [false, true],
  isFactorRequired: [false, true],
  wasFactorReset: [false, true],
  temporaryPassword: ['none', 'usable', 'over'],
} as const satisfies { [Fact in keyof SignInFacts]: readonly SignInFacts[Fact][] }

/** Every combination of the facts. */
const combinations = Object.entries(table).reduce<Record<string, unknown>[]>(
  (rows, [fact, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [fact]: value }))),
  [{}],
) as unknown as SignInFacts[]

/** The combinations with these facts; nobody is suspended, and no factor was reset or asserted, unless they say so. */
const where = (wanted: Partial<SignInFacts>) =>
  combinations.filter((facts) =>
    Object.entries({ isSuspended: false, wasFactorReset: false, isFactorAsserted: false, ...wanted }).every(
      ([fact, value]) => facts[fact as keyof SignInFacts] === value,
    ),
  )

const outcomeOf = (facts: SignInFacts) => {
  const step = nextStepOfSignIn(facts)
  return step.ok ? (step.value ?? 'complete') : step.refusal.code
}
const outcomes = (wanted: Partial<SignInFacts>) => [...new Set(where(wanted).map(outcomeOf))].sort()

const partner = { method: 'password', audience: 'partner', temporaryPassword: 'none' } as const

describe('the next step of a sign-in', () => {
  test.each<[what: string, facts: Partial<SignInFacts>, outcome: string]>([
    [
      'a right password is enough',
      { ...partner, passed: null, hasFactor: false, isFactorRequired: false },
      'complete',
    ],
    ['an account’s factor is asked for', { ...partner, passed: null, hasFactor: true }, 'second_factor'],
    [
      'a required factor is set up',
      { ...partner, passed: null, hasFactor: false, isFactorRequired: true },
      'second_factor_set_up',
    ],
    [
      'a customer’s people set one up where the customer requires it',
      {
        audience: 'customer',
        passed: null,
        hasFactor: false,
        isFactorRequired: true,
        temporaryPassword: 'none',
      },
      'second_factor_set_up',
    ],
    [
      'and nowhere else',
      { audience: 'customer', hasFactor: false, isFactorRequired: false, temporaryPassword: 'none' },
      'complete',
    ],
    [
      'a factor that somebody else reset is set up again, required or not',
      { ...partner, passed: null, hasFactor: false, wasFactorReset: true },
      'second_factor_set_up',
    ],
    [
      'an operator always sets one up',
      { audience: 'operator', passed: null, hasFactor: false, temporaryPassword: 'none' },
      'second_factor_set_up',
    ],
    [
      'a second factor that was given at the operators’ directory is enough, with or without one here',
      {
        ...{ audience: 'operator', method: 'directory', isFactorAsserted: true },
        ...{ passed: null, temporaryPassword: 'none' },
      },
      'complete',
    ],
    [
      'R-116 a temporary password is replaced',
      { method: 'password', passed: null, hasFactor: false, temporaryPassword: 'usable' },
      'password_change',
    ],
    [
      'R-116 after the factor of an account that has one',
      { method: 'password', passed: 'second_factor', temporaryPassword: 'usable' },
      'password_change',
    ],
    [
      'R-116 one that is over lets nobody in',
      { method: 'password', passed: null, temporaryPassword: 'over' },
      'temporary_password_over',
    ],
    [
      'R-116 also when it is over only after the factor',
      { method: 'password', passed: 'second_factor', temporaryPassword: 'over' },
      'temporary_password_over',
    ],
    ['a factor is given once', { ...partner, passed: 'second_factor', hasFactor: true }, 'complete'],
    [
      'a replaced password is not replaced again',
      { passed: 'password_change', audience: 'customer', isFactorRequired: false },
      'complete',
    ],
    ['setting up a factor is the last step', { passed: 'second_factor_set_up' }, 'complete'],
  ])('%s', (_what, facts, outcome) => {
    expect(outcomes(facts)).toEqual([outcome])
  })

  test('a suspended account gets no further, whatever else is true', () => {
    expect(outcomes({ isSuspended: true })).toEqual(['account_not_active'])
  })

  test('a sign-in at a directory replaces a temporary password that still works, and no other', () => {
    for (const facts of where({ method: 'directory', temporaryPassword: 'over' }))
      expect(outcomeOf(facts)).toBe(outcomeOf({ ...facts, temporaryPassword: 'none' }))
    for (const facts of where({ method: 'directory', temporaryPassword: 'usable' }))
      expect(outcomeOf(facts)).toBe(outcomeOf({ ...facts, method: 'password' }))
  })

  test('R-116 nobody gets in with a temporary password that was not replaced', () => {
    for (const passed of [null, 'second_factor'] as const)
      for (const temporaryPassword of ['usable', 'over'] as const)
        expect(outcomes({ method: 'password', passed, temporaryPassword })).not.toContain('complete')
  })

  test('nobody gets in past a factor that the account has or needs', () => {
    for (const facts of where({ passed: null }))
      if (facts.hasFactor || facts.audience === 'operator') expect(outcomeOf(facts)).not.toBe('complete')
  })

  test('every sign-in ends after at most three steps, and no step comes twice', () => {
    for (const start of where({ passed: null })) {
      const steps: string[] = []
      let facts = start
      for (
        let outcome = nextStepOfSignIn(facts);
        outcome.ok && outcome.value;
        outcome = nextStepOfSignIn(facts)
      ) {
        steps.push(outcome.value)
        facts = { ...facts, passed: outcome.value }
        if (outcome.value === 'password_change') facts = { ...facts, temporaryPassword: 'none' }
        if (outcome.value === 'second_factor_set_up') facts = { ...facts, hasFactor: true }
        expect(steps.length).toBeLessThanOrEqual(3)
      }
      expect(new Set(steps).size).toBe(steps.length)
    }
  })
})
