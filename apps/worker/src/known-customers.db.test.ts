// R-137 R-170 D-33: what the operator's other portals record for a partner is in its list, and nothing else.
import { asOperator } from '@entente/db/core/scopes'
import { saveKnownCustomers } from '@entente/db/customer/known-customers'
import { givenCustomer, givenOperator, givenPartner } from '@entente/db/testing/fixtures'
import { removeAsOwner } from '@entente/db/testing/rows'
import { expect, test } from 'vitest'
import { openStage } from '../testing/index.ts'

const { database, run } = await openStage()
const { asOwner } = database
type Partner = Awaited<ReturnType<typeof givenPartner>>

let made = 0
const newDomain = () => `known-${++made}.example`
const numberOf = async ({ id }: Partner) =>
  (
    await asOwner<{ number: string }>('select partner_number as number from organisation where id = $1', [id])
  )[0]?.number ?? ''
async function record(partner: Partner, domains: string[], legalName = 'Contoso GmbH') {
  const operator = await givenOperator(database.api)
  const partnerNumber = await numberOf(partner)
  const rows = domains.map((domain) => ({ partnerNumber, legalName, country: 'DE', domain }))
  return asOperator(database.api, operator.id, (db) => saveKnownCustomers(db, rows, new Date()))
}
const takeIn = (partner: Partner) => run({ name: 'partner.known-customers', data: { partnerId: partner.id } })
const listOf = (partner: Partner) =>
  asOwner(
    `select r.customer_domain as domain, r.customer_name as name, r.origin, r.status, r.services,
      (select count(*)::integer from admin_grant g where g.partner_id = r.partner_id) as grants
    from relationship r where r.partner_id = $1 order by 1`,
    [partner.id],
  )

test.each(['direct_bill', 'indirect_reseller', 'indirect_provider'] as const)(
  'R-137 R-170 a partner of kind %s has the customers that other portals record, marked and without privileges, each once',
  async (kind) => {
    const partner = await givenPartner(database.api, { kind })
    const existing = await givenCustomer(database.api)
    const domains = [newDomain(), existing.domain ?? '']
    expect(await record(partner, domains)).toEqual([partner.id])
    await takeIn(partner)
    const taken = { origin: 'import', status: 'active', services: [], grants: 0 }
    const expected = [
      { domain: domains[0], name: 'Contoso GmbH', ...taken },
      // A customer that is here keeps its own name.
      { domain: existing.domain, name: existing.legalName, ...taken },
    ].toSorted((one, other) => ((one.domain ?? '') < (other.domain ?? '') ? -1 : 1))
    expect(await listOf(partner)).toEqual(expected)
    const actions = await asOwner<{ id: string }>(
      `select organisation_id as id from audit_record where action = 'customer.taken_in' and organisation_id in ($1, $2)`,
      [partner.id, existing.id],
    )
    expect(actions.map(({ id }) => id).toSorted()).toEqual([existing.id, partner.id, partner.id].toSorted())
    await record(partner, domains)
    await takeIn(partner)
    expect(await listOf(partner)).toEqual(expected)
  },
)

test('R-140 D-33 nobody else appears, and what a customer ended is not begun again', async () => {
  const [partner, rival] = [await givenPartner(database.api), await givenPartner(database.api)]
  await record(partner, [newDomain()])
  await takeIn(rival)
  expect(await listOf(rival)).toEqual([])
  await takeIn(partner)
  const [row] = await asOwner<{ id: string }>('select id from relationship where partner_id = $1', [
    partner.id,
  ])
  await removeAsOwner(database, (row?.id ?? '') as Parameters<typeof removeAsOwner>[1])
  await takeIn(partner)
  expect(await listOf(partner)).toMatchObject([{ status: 'removed' }])
})

test('R-170 a partner that is not active takes in nobody; many are taken in piece by piece', async () => {
  const partner = await givenPartner(database.api)
  await record(
    partner,
    Array.from({ length: 130 }, () => newDomain()),
  )
  const set = (status: string) =>
    asOwner('update organisation set partner_status = $2 where id = $1', [partner.id, status])
  await set('suspended')
  await takeIn(partner)
  expect(await listOf(partner)).toHaveLength(0)
  await set('active')
  await takeIn(partner)
  expect(await listOf(partner)).toHaveLength(100)
  const following = await asOwner(
    `select 1 from outbox where name = 'partner.known-customers' and data ->> 'partnerId' = $1`,
    [partner.id],
  )
  expect(following).toHaveLength(1)
  await takeIn(partner)
  expect(await listOf(partner)).toHaveLength(130)
})
