import { cloudOf } from '@entente/clouds/clouds'
import { asBiller, asTenant } from '@entente/db/core/scopes'
import { listSellers, makeStatements } from '@entente/db/customer/making-statements'
import { findStatement, listStatementLines, listStatements } from '@entente/db/customer/statements'
import { freshDatabase } from '@entente/db/testing'
import { givenCustomer, givenPartner, givenPartnership } from '@entente/db/testing/fixtures'
import { addAsOwner } from '@entente/db/testing/rows'
import { givenSold } from '@entente/db/testing/sold'
import { endOfMonth } from '@entente/domain/customer/billing'
import { expect, test } from 'vitest'
import { billPartners } from './bill-partners.ts'

const cloud = cloudOf('global')

async function given(kind: 'direct_bill' | 'indirect_provider' = 'direct_bill') {
  const database = await freshDatabase()
  const [partner, customer] = [await givenPartner(database.api, { kind }), await givenCustomer(database.api)]
  const relationshipId = await addAsOwner(database, partner.id, customer.id)
  const place = { partner, customerId: customer.id, relationshipId }
  const sold = await givenSold(database, { ...place, at: new Date('2027-01-10T09:00:00Z') })
  const billAt = async (day: string) => {
    const tools = { database: database.worker, cloud, clock: () => new Date(day) }
    while (await billPartners(tools));
  }
  const statementsOf = (id: typeof partner.id) =>
    asTenant(database.api, { organisationId: id, audience: 'partner', personId: null }, async (db) => {
      const { statements } = await listStatements(db, id, { limit: 50 })
      return Promise.all(
        statements.map(async (statement) => ({
          ...statement,
          lines: (await listStatementLines(db, id, { id: statement.id, from: 0, limit: 50 })).lines,
        })),
      )
    })
  return { database, partner, customer, place, sold, billAt, statementsOf }
}

test('R-040 each order and each term is billed once, however often the job runs and wherever it crashed', async () => {
  const { database, partner, place, sold, billAt, statementsOf } = await given()
  await sold.order('quantity', new Date('2027-01-25T09:00:00Z'), { quantity: 12 })
  // A run that ended between two customers.
  const other = await givenCustomer(database.api)
  const relationshipId = await addAsOwner(database, partner.id, other.id)
  const yen = { currency: 'JPY', offer: 'Plus', unitPrice: 5 }
  await givenSold(database, {
    ...place,
    customerId: other.id,
    relationshipId,
    ...yen,
    at: new Date('2027-01-31T23:59:59Z'),
  })
  const of = { month: '2027-01', until: endOfMonth('2027-01', 'UTC'), rules: cloud.subscriptions }
  const [first] = await asBiller(database.worker, (db) => listSellers(db, undefined, 1))
  if (first) await asBiller(database.worker, (db) => makeStatements(db, first, of, new Date()))
  await Promise.all([
    billAt('2027-02-01T07:00:00Z'),
    billAt('2027-02-01T07:00:00Z'),
    billAt('2027-02-02T07:00:00Z'),
  ])
  // What was carried out in January and written only now is on the next statement.
  await sold.order('quantity', new Date('2027-01-28T09:00:00Z'), { quantity: 10 })
  await billAt('2027-03-01T07:00:00Z')
  const made = await statementsOf(partner.id)
  expect(made.map(({ month, currency, total }) => [month, currency, total]).toSorted()).toEqual([
    ['2027-01', 'EUR', 3420],
    ['2027-01', 'JPY', 50],
    ['2027-02', 'EUR', 3100 - 260],
    ['2027-02', 'JPY', 50],
  ])
  for (const { total, lines } of made) expect(lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(total)
  expect(made.flatMap(({ lines }) => lines.map(({ kind }) => kind)).toSorted()).toEqual([
    ...['added', 'first_term', 'first_term', 'removed', 'renewal', 'renewal'],
  ])
  const [{ count } = { count: '' }] = await database.asOwner<{ count: string }>(
    'select count(*) from statement_line',
  )
  expect(count).toBe('6')
})

test('R-040 D-02 R-068 the seller is billed, and neither a reseller nor a partner with privileges alone', async () => {
  const {
    database,
    partner: provider,
    customer,
    place,
    billAt,
    statementsOf,
  } = await given('indirect_provider')
  const reseller = await givenPartner(database.api, { kind: 'indirect_reseller' })
  await givenPartnership(database.api, { reseller, provider })
  const privileged = await givenPartner(database.api)
  for (const { id } of [reseller, privileged]) await addAsOwner(database, id, customer.id)
  await givenSold(database, { ...place, resellerId: reseller.id, at: new Date('2027-01-11T09:00:00Z') })
  await billAt('2027-02-01T07:00:00Z')
  expect(await statementsOf(provider.id)).toMatchObject([{ customerName: customer.legalName, total: 6200 }])
  expect([await statementsOf(reseller.id), await statementsOf(privileged.id)]).toEqual([[], []])
  const [statement] = await statementsOf(provider.id)
  const asRival = await asTenant(
    database.api,
    { organisationId: privileged.id, audience: 'partner', personId: null },
    (db) => findStatement(db, provider.id, statement?.id as NonNullable<typeof statement>['id']),
  )
  expect(asRival).toBeUndefined()
})
