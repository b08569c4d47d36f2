import { randomUUID } from 'node:crypto'
import { attestationVersion } from '@entente/domain/core/attestation'
import { describe, expect, test } from 'vitest'
import { authorizing, givenWorld, grantAll, type Partner, refusalFrom, tokenOf } from '../../testing/index.ts'

const world = await givenWorld()

async function givenPair() {
  const reseller = await world.partner({ kind: 'indirect_reseller' })
  const provider = await world.partner({ kind: 'indirect_provider' })
  const { id, links } = await world.partnership({ reseller, provider })
  return { reseller, provider, id, token: tokenOf({ links }, { withPrivileges: true }) }
}

const acceptedBy = async (tokens: string[], legalName?: string) => {
  const customer = await world.customer(legalName ? { legalName } : {})
  const admin = await world.as(customer.person)
  for (const token of tokens) await admin.invitation.accept(authorizing(token, grantAll))
  return customer
}
const shared = async ({ person }: Partner, partnership: string, wish: object = {}) =>
  (await world.as(person)).customers.listShared({ partnership: partnership as never, ...wish })
const names = async (...of: Parameters<typeof shared>) =>
  (await shared(...of)).customers.map(({ name }) => name)

describe('R-131 the customers that a reseller and its provider share', () => {
  test('are those with a live relationship with both, on either side, and no others of either', async () => {
    const { reseller, provider, id, token } = await givenPair()
    const another = await world.partner({ kind: 'indirect_provider' })
    const { links } = await world.partnership({ reseller, provider: another })
    const jointly = await acceptedBy([token], 'Adatum')
    const byTwoLinks = await acceptedBy([
      tokenOf(reseller, { withPrivileges: true }),
      // Holding everything already, the reseller keeps it; the provider becomes a partner only.
      token,
    ])
    await acceptedBy([tokenOf(reseller, { withPrivileges: true })])
    await acceptedBy([tokenOf(provider, { withPrivileges: true })])
    await acceptedBy([tokenOf({ links }, { withPrivileges: true })])
    const both = [jointly, byTwoLinks].map(({ legalName }) => legalName).toSorted()
    expect((await names(reseller, id)).toSorted()).toEqual(both)
    expect((await names(provider, id)).toSorted()).toEqual(both)
    expect(await shared(reseller, id, { search: 'adat' })).toMatchObject({
      ...{ matches: 1, other: { id: provider.id, legalName: provider.legalName } },
      customers: [{ name: 'Adatum' }],
    })
    const api = await world.as(provider.person)
    const own = (await api.customers.list({ search: 'Adatum' })).customers[0]
    await api.customerRemoval.remove({
      ...{ id: own?.id as never, typedName: jointly.legalName, idempotencyKey: randomUUID() },
      attestation: { given: true, version: attestationVersion },
    })
    expect(await names(reseller, id)).toEqual([byTwoLinks.legalName])
  })

  test('show the reader’s own services only', async () => {
    const { reseller, provider, id, token } = await givenPair()
    await acceptedBy([token])
    const services = async (partner: Partner) => (await shared(partner, id)).customers[0]?.services.length
    expect([await services(reseller), await services(provider)]).toEqual([grantAll.length, 0])
  })

  test('are nobody’s to see once the partnership has ended, nor a third partner’s', async () => {
    const { reseller, provider, id, token } = await givenPair()
    await acceptedBy([token])
    const rival = await world.partner({ kind: 'indirect_reseller' })
    expect(await refusalFrom(shared(rival, id))).toEqual({ code: 'not_found' })
    await world.endPartnerships(provider)
    for (const partner of [reseller, provider])
      expect(await refusalFrom(shared(partner, id))).toEqual({ code: 'not_found' })
    // Both keep the customer.
    expect((await (await world.as(provider.person)).customers.list({})).customers).toHaveLength(1)
  })
})
