import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testCloud } from '../../testing/cloud.ts'
import { contoso, fabrikam } from '../../testing/organisations.ts'
import { decideRemovalOfAll, decideRoleRemoval, removeRolesInput } from './role-removal.ts'

const services = testCloud.services.map(({ id }) => id)
const [mail = '', compute = '', devices = ''] = services
const grants = [
  { service: mail, partnerId: contoso },
  { service: compute, partnerId: contoso },
  { service: devices, partnerId: fabrikam },
]
const decide = (posted: string[], partnerId = contoso) =>
  decideRoleRemoval({ cloud: testCloud, grants, posted: { partnerId, services: posted } })

test('§4.8 a partner gives up what it names of its own, and nothing of another partner', () => {
  const own = grants.filter(({ partnerId }) => partnerId === contoso)
  const giveUp = (posted: string[], actor = contoso) =>
    decideRoleRemoval({
      ...{ cloud: testCloud, grants: own, posted: { partnerId: contoso, services: posted } },
      remover: { by: 'partner', actor },
    })
  expect(giveUp([compute])).toMatchObject({ value: { removed: [compute], kept: [mail] } })
  expect(giveUp([devices])).toMatchObject({ value: { result: 'already_removed', kept: [mail, compute] } })
  expect(() => giveUp([mail], fabrikam)).toThrow()
})

describe('a customer removes roles (§4.8)', () => {
  test('R-030 R-060 one service or all of them, never another partner’s', () => {
    expect(decide([compute])).toMatchObject({
      value: { result: 'removed', removed: [compute], kept: [mail] },
    })
    expect(decide(services)).toMatchObject({ value: { removed: [mail, compute], kept: [] } })
  })

  test('R-030 what the partner does not hold needs no decision', () => {
    expect(decide([devices])).toMatchObject({ value: { result: 'already_removed', removed: [] } })
    expect(decide([mail, mail])).toMatchObject({ value: { removed: [mail] } })
  })

  test('a service that the cloud does not offer is refused; one that left the catalogue can still be removed', () => {
    expect(decide(['nothing'])).toMatchObject({ refusal: { code: 'services_invalid' } })
    const former = { service: 'former', partnerId: contoso }
    const posted = { partnerId: contoso, services: ['former'] }
    expect(decideRoleRemoval({ cloud: testCloud, grants: [former], posted })).toMatchObject({
      value: { removed: ['former'] },
    })
  })

  test('R-030 removed and kept are together exactly what was held, whatever is posted', () => {
    fc.assert(
      fc.property(
        fc.subarray(services, { minLength: 1 }),
        fc.constantFrom(contoso, fabrikam),
        (posted, partner) => {
          const decision = decide(posted, partner)
          if (!decision.ok) throw new Error('Services of the catalogue are never refused.')
          const held = grants.filter(({ partnerId }) => partnerId === partner).map(({ service }) => service)
          expect([...decision.value.removed, ...decision.value.kept].toSorted()).toEqual(held.toSorted())
          expect(decision.value.kept).not.toEqual(expect.arrayContaining(posted))
        },
      ),
    )
  })

  test('a removal names at least one service', () => {
    expect(removeRolesInput.safeParse({ partnerId: contoso, services: [] }).success).toBe(false)
  })
})

describe('a customer removes the privileges of all partners', () => {
  test('R-061 every grant ends, and each partner loses what it held', () => {
    expect(decideRemovalOfAll({ grants, seen: grants })).toEqual({
      ok: true,
      value: [
        { partnerId: contoso, services: [mail, compute], kept: [] },
        { partnerId: fabrikam, services: [devices], kept: [] },
      ],
    })
  })

  test('a service that nobody holds any more needs no decision', () => {
    expect(decideRemovalOfAll({ grants: [], seen: grants })).toEqual({ ok: true, value: [] })
  })

  test('a holder that the customer did not see refuses all of it', () => {
    const moved = grants.map((grant) => ({ ...grant, partnerId: fabrikam }))
    for (const seen of [moved, grants.slice(1)])
      expect(decideRemovalOfAll({ grants, seen })).toMatchObject({ refusal: { code: 'holders_changed' } })
  })
})
