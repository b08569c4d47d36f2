import type { Id } from '@entente/domain/core/id'
import { type CompiledQuery, type RawBuilder, sql } from 'kysely'
import type { PartnerDb, WatcherDb } from '../core/scopes.ts'
import { type Places, statement } from '../core/statement.ts'

// The 16 newest changes, because two that commit in another order than they began must both be noticed.
const ofCustomers = (partnerId: RawBuilder<unknown>) => sql`
  (select string_agg(change_id::text, '') from (select change_id from relationship where partner_id = ${partnerId}
    order by change_id desc limit 16) newest)`

const ofLog = (partnerId: RawBuilder<unknown>) => sql`concat(
  (select max(id::text) from (select id from relationship_request where partner_id = ${partnerId} order by id desc limit 1) r),
  (select string_agg(version::text, ' ' order by id) from relationship_link where ${partnerId} in (partner_id, provider_id)),
  (select max(id::text) from (select id from request_outcome where partner_id = ${partnerId} order by id desc limit 1) o),
  (select string_agg(left(status, 2), '' order by id) from request_recipient where partner_id = ${partnerId} and request_id in
    (select id from relationship_request where partner_id = ${partnerId} order by id desc limit 16)))`

const digestOf = (...values: RawBuilder<unknown>[]) =>
  sql<string>`encode(sha256(convert_to(concat(${sql.join(values)}), 'UTF8')), 'hex')`

/**
 * A value that changes whenever the list of customers does. A counter in a row would make a partner's acceptances wait for
 * each other.
 */
export const customersCounter = (db: PartnerDb, partnerId: Id<'organisation'>): Promise<string> =>
  counterOf(db, customers({ partnerId }))
const customers = statement((_, { partnerId }: Places<{ partnerId: Id<'organisation'> }>) =>
  selected(digestOf(ofCustomers(partnerId))),
)

/** A value that changes whenever the log of requests does. */
export const logCounter = (db: PartnerDb, partnerId: Id<'organisation'>): Promise<string> =>
  counterOf(db, selected(digestOf(ofLog(sql`${partnerId}`))).compile(db))

const selected = (digest: RawBuilder<string>) => sql<{ counter: string }>`select ${digest} as counter`

async function counterOf(db: PartnerDb, counter: CompiledQuery<{ counter: string }>): Promise<string> {
  const { rows } = await db.executeQuery(counter)
  return rows[0]?.counter ?? ''
}

/** For each of these partners a value that changes whenever one of its two lists does. */
export async function readListChanges(
  db: WatcherDb,
  partnerIds: readonly Id<'organisation'>[],
): Promise<Map<Id<'organisation'>, string>> {
  const partner = sql`partner.id`
  const { rows } = await sql<{ id: Id<'organisation'>; digest: string }>`
    select partner.id, ${digestOf(ofCustomers(partner), ofLog(partner))} as digest
    from unnest(${partnerIds}::uuid[]) as partner (id)`.execute(db)
  return new Map(rows.map(({ id, digest }) => [id, digest]))
}
