import { cloudOf } from '@entente/clouds/clouds'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { givenCustomer, givenPartner } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { closeDatabase, openDatabase } from '../core/database.ts'
import { asTenant, type PartnerDb } from '../core/scopes.ts'
import { listSubscriptions } from './subscriptions.ts'

const database = await freshDatabase()
const partner = await givenPartner(database.api)
const customer = await givenCustomer(database.api)
const one = openDatabase({ url: database.urls.api, connectionsMax: 1 })
afterAll(() => closeDatabase(one))

beforeAll(async () => {
  await database.asOwner(
    `with related as (insert into relationship (id, partner_id, customer_id, status, customer_name, customer_country, origin,
        since, sort_key, change_id)
        values (uuidv7(), $1, $2, 'active', 'Contoso', 'FR', 'acceptance', now(), 'contoso', uuidv7()) returning id),
      offered as (insert into offer (id, code, name, service, seats_min, seats_max, self_service, imported_at)
        values (uuidv7(), 'basic', 'Basic', 'azure', 1, 1000, false, now()) returning id)
    insert into subscription (id, relationship_id, customer_id, partner_id, offer_id, quantity, term, status, created_at,
      started_at, term_started_at)
      select uuidv7(), related.id, $2, $1, offered.id, n, 'P1Y', 'active', now(), now(), now()
      from related, offered, generate_series(1, 2000) n`,
    [partner.id, customer.id],
  )
  await database.asOwner('vacuum analyze')
})

const inPartner = <T>(work: (db: PartnerDb) => Promise<T>) =>
  asTenant(one, { organisationId: partner.id, audience: 'partner', personId: null }, work)

const list = (limit: number, cursor?: string) =>
  inPartner((db) =>
    listSubscriptions(
      db,
      { side: 'seller', partnerId: partner.id, customerId: customer.id },
      { limit, cursor },
      cloudOf('global'),
      new Date(),
    ),
  )

test('pages of any size follow one another, newest first', async () => {
  const seats: number[] = []
  let cursor: string | undefined
  for (const limit of [1, 9, 10, 11, 69, 100]) {
    const page = await list(limit, cursor)
    expect(page.subscriptions).toHaveLength(limit)
    seats.push(...page.subscriptions.map(({ quantity }) => quantity))
    cursor = page.nextCursor ?? undefined
  }
  expect(seats).toEqual(Array.from({ length: 200 }, (_, nth) => 2000 - nth))
})

test('a page is planned once, not at each visit', async () => {
  for (let visit = 0; visit < 20; visit++) await list(50)
  const { rows } = await inPartner((db) =>
    sql<{ again: number; kept: number }>`
      select custom_plans::integer as again, generic_plans::integer as kept from pg_prepared_statements
      where statement like 'select "subscription"%limit 51'`.execute(db),
  )
  // PostgreSQL makes five plans for their values before it compares them with one for any.
  expect(rows).toEqual([{ again: 5, kept: 15 }])
})
