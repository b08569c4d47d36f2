import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accepting } from '../../testing/acceptance.ts'
import { testCloud } from '../../testing/cloud.ts'
import { contoso, fabrikam, litware } from '../../testing/organisations.ts'
import { holdingsAfter } from './acceptance.ts'
import { holderOf } from './admin-grant.ts'
import { decideMove, type Move } from './role-move.ts'

const services = testCloud.services.map(({ id }) => id)
const version = testCloud.agreements.customer.version
const grants = [
  { service: 'mail', partnerId: fabrikam },
  { service: 'compute', partnerId: fabrikam },
]

/** A move to Contoso; each test changes what it is about. */
function decide(changes: Partial<Move> = {}, relationships = new Map([[contoso, 'active' as const]])) {
  const { posted: _, ...asked } = accepting({ grants, relationships })
  const posted = {
    services: [{ service: 'mail', holderSeen: fabrikam }],
    agreement: { accepted: false, version },
  }
  return decideMove({ ...asked, posted, acceptedVersion: version, ...changes })
}
const moving = (...rows: { service: string; holderSeen: typeof fabrikam }[]) => ({
  posted: { services: rows, agreement: { accepted: false, version } },
})

describe('§4.8 granted -> reassigned: a customer moves a service', () => {
  test('R-029 the named service alone moves; everything else stays where it is', () => {
    const plan = decide()
    if (!plan.ok) throw new Error(plan.refusal.code)
    expect(plan.value.parties).toMatchObject([
      {
        partnerId: contoso,
        relationship: { change: 'unchanged' },
        grants: [{ service: 'mail', from: fabrikam }],
      },
    ])
    expect(holderOf('mail', holdingsAfter(grants, plan.value))).toBe(contoso)
    expect(holderOf('compute', holdingsAfter(grants, plan.value))).toBe(fabrikam)
    expect(holderOf('devices', holdingsAfter(grants, plan.value))).toBeNull()
  })

  test('R-029 only to a partner that the customer deals with now', () => {
    expect(decide({}, new Map())).toMatchObject({ refusal: { code: 'not_found' } })
    const removed = new Map([[contoso, 'removed' as const]]) as never
    expect(decide({}, removed)).toMatchObject({ refusal: { code: 'not_found' } })
  })

  test('D-12 a holder that changed since the customer looked refuses all of it, also a service that is free now', () => {
    for (const row of [
      { service: 'mail', holderSeen: litware },
      { service: 'devices', holderSeen: fabrikam },
    ])
      expect(decide(moving(row, { service: 'compute', holderSeen: fabrikam }))).toMatchObject({
        refusal: { code: 'holders_changed' },
      })
  })

  test('a service that the cloud does not offer is refused, and one that is there already needs no decision', () => {
    expect(decide(moving({ service: 'nothing', holderSeen: fabrikam }))).toMatchObject({
      refusal: { code: 'services_invalid' },
    })
    const there = grants.map((grant) => ({ ...grant, partnerId: contoso }))
    expect(decide({ grants: there })).toMatchObject({ value: { result: 'already_partner' } })
  })

  test('an agreement in a new version has to be accepted; the one accepted last does not', () => {
    expect(decide({ acceptedVersion: null })).toMatchObject({ refusal: { code: 'agreement_not_accepted' } })
    expect(decide({ acceptedVersion: '1' })).toMatchObject({ refusal: { code: 'agreement_not_accepted' } })
    const { posted } = moving({ service: 'mail', holderSeen: fabrikam })
    const ticked = { ...posted, agreement: { accepted: true, version } }
    expect(decide({ acceptedVersion: '1', posted: ticked }).ok).toBe(true)
  })

  test('D-08 only somebody who decides for the customer', () => {
    expect(decide({ actor: { roles: ['user'] } })).toMatchObject({ refusal: { code: 'missing_permission' } })
  })

  test('R-026 R-057 whatever is moved, a service has one holder, and no relationship changes', () => {
    const holders = fc.record(
      Object.fromEntries(services.map((id) => [id, fc.constantFrom(null, fabrikam, litware)])),
    )
    fc.assert(
      fc.property(holders, fc.subarray(services, { minLength: 1 }), (held, moved) => {
        const live = services.flatMap((service) => {
          const partnerId = held[service]
          return partnerId ? { service, partnerId } : []
        })
        const rows = moved.map((service) => ({ service, holderSeen: held[service] ?? fabrikam }))
        const plan = decide({ grants: live, ...moving(...rows) })
        expect(plan.ok).toBe(moved.every((service) => held[service]))
        if (!plan.ok) return
        const after = holdingsAfter(live, plan.value)
        for (const service of services)
          expect(holderOf(service, after)).toBe(moved.includes(service) ? contoso : (held[service] ?? null))
        expect(after).toHaveLength(live.length)
        expect(plan.value.parties.map(({ relationship }) => relationship.change)).toEqual(['unchanged'])
      }),
    )
  })
})
