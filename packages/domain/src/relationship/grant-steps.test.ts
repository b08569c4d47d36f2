import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testCloud } from '../../testing/cloud.ts'
import { contoso, fabrikam, litware } from '../../testing/organisations.ts'
import {
  type GrantStep,
  grantsAfter,
  type Holding,
  lossesOf,
  takeStep,
  unusedAfterDays,
  unusedSince,
} from './admin-grant.ts'

const services = testCloud.services.map(({ id }) => id)
const partners = [contoso, fabrikam, litware]

const day = 24 * 60 * 60 * 1000
const now = new Date('2026-11-30T12:00:00Z')
const lately = fc.integer({ min: 0, max: 200 * day }).map((ago) => new Date(now.getTime() - ago))

/** A step as somebody asks for it who saw some holder or none, perhaps long ago. */
const asked: fc.Arbitrary<GrantStep> = fc.oneof(
  fc.record({
    service: fc.constantFrom(...services),
    from: fc.constantFrom(null, ...partners),
    to: fc.constantFrom(...partners),
  }),
  fc
    .record({
      service: fc.constantFrom(...services),
      from: fc.constantFrom(...partners),
      remover: fc.oneof(
        fc.constant({ by: 'customer' as const }),
        fc.record({ by: fc.constant('partner' as const), actor: fc.constantFrom(...partners) }),
        fc.constant({ by: 'operator' as const, because: 'authorisation_ended' as const }),
        fc.record({
          by: fc.constant('operator' as const),
          because: fc.constant('unused' as const),
          now: fc.constant(now),
          grantedAt: lately,
          lastUsedAt: fc.option(lately),
        }),
      ),
    })
    .map(({ service, from, remover }) => ({ service, from, to: null, ...remover })),
)

/** Whether the actor may take a step: a partner for its own grants, an operator for unused ones. */
function isOpen(step: GrantStep): boolean {
  if (step.to !== null || step.by === 'customer') return true
  if (step.by === 'partner') return step.actor === step.from
  return step.because !== 'unused' || now.getTime() - unusedSince(step).getTime() > unusedAfterDays * day
}

/** Plays the steps one after the other; a refused step changes nothing. */
function everyHistory(
  check: (step: GrantStep, before: readonly Holding[], after: readonly Holding[], isTaken: boolean) => void,
) {
  fc.assert(
    fc.property(fc.array(asked, { maxLength: 40 }), (history) => {
      let grants: readonly Holding[] = []
      for (const step of history) {
        const taken = takeStep(grants, step)
        const after = taken.ok ? taken.value : grants
        check(step, grants, after, taken.ok)
        grants = after
      }
    }),
    { numRuns: 500 },
  )
}

const holdersOf = (service: string, grants: readonly Holding[]) =>
  grants.filter((grant) => grant.service === service).map(({ partnerId }) => partnerId)

describe('§4.8 the grant of a service: none, granted, moved or removed, granted again', () => {
  test('R-026 R-057 a service has one holder at most, after any sequence of acts', () => {
    everyHistory((_step, _before, after) => {
      for (const service of services) expect(holdersOf(service, after).length).toBeLessThanOrEqual(1)
    })
  })

  test('a step is taken only from the holder that it names, and changes no other service', () => {
    everyHistory((step, before, after, isTaken) => {
      const { service, from, to } = step
      const [holder = null] = holdersOf(service, before)
      expect(isTaken).toBe(holder === from && from !== to && isOpen(step))
      if (isTaken) expect(holdersOf(service, after)).toEqual(to === null ? [] : [to])
      for (const other of services.filter((id) => id !== service))
        expect(holdersOf(other, after)).toEqual(holdersOf(other, before))
    })
  })

  test('§4.8 a partner gives up its own alone, and the operator ends alone what was unused for more than 90 days', () => {
    const held = [{ service: 'mail', partnerId: contoso }]
    const remove = (remover: Extract<GrantStep, { to: null }>) => takeStep(held, remover)
    const step = { service: 'mail', from: contoso, to: null } as const
    expect(remove({ ...step, by: 'partner', actor: contoso })).toMatchObject({ ok: true, value: [] })
    expect(remove({ ...step, by: 'partner', actor: fabrikam })).toMatchObject({ ok: false })
    const unused = { ...step, by: 'operator', because: 'unused', now } as const
    const ago = (days: number) => new Date(now.getTime() - days * day)
    for (const [grantedAt, lastUsedAt, isRemoved] of [
      [ago(91), null, true],
      [ago(90), null, false],
      [ago(400), ago(91), true],
      [ago(400), ago(89), false],
      // Given again after its last use.
      [ago(10), ago(200), false],
    ] as const)
      expect(remove({ ...unused, grantedAt, lastUsedAt }).ok).toBe(isRemoved)
  })

  test('R-002 no removal gives a grant to anyone', () => {
    everyHistory((step, before, after) => {
      if (step.to === null) expect(before).toEqual(expect.arrayContaining([...after]))
    })
  })

  test('R-005 what was taken away can be given again, to the same partner or another', () => {
    const removed: GrantStep = { service: 'mail', from: contoso, to: null, by: 'customer' }
    for (const to of partners) {
      const steps: GrantStep[] = [{ service: 'mail', from: null, to: contoso }, removed]
      expect(grantsAfter([], [...steps, { service: 'mail', from: null, to }])).toEqual([
        { service: 'mail', partnerId: to },
      ])
    }
  })

  test('R-029 R-061 what partners lose and keep is together what they held', () => {
    const held = services.map((service, at) => ({ service, partnerId: partners[at % 2] ?? contoso }))
    fc.assert(
      fc.property(fc.subarray(held), fc.constantFrom(null, litware), (ended, to) => {
        const steps = ended.map(
          ({ service, partnerId: from }): GrantStep =>
            to === null ? { service, from, to, by: 'customer' } : { service, from, to },
        )
        const losses = lossesOf(held, steps)
        expect(losses.flatMap((loss) => loss.services).toSorted()).toEqual(
          ended.map(({ service }) => service).toSorted(),
        )
        for (const { partnerId, services: lost, kept } of losses) {
          expect([...lost, ...kept].toSorted()).toEqual(
            held
              .filter((grant) => grant.partnerId === partnerId)
              .map(({ service }) => service)
              .toSorted(),
          )
        }
      }),
    )
  })
})
