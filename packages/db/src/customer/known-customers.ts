import type { Id } from '@entente/domain/core/id'
import type { KnownCustomer } from '@entente/domain/customer/known-customer'
import { beginRelationship } from '@entente/domain/relationship/relationship'
import { sql } from 'kysely'
import { type AuditActor, insertAudit } from '../core/audit.ts'
import { newId } from '../core/new-id.ts'
import type { OperatorDb, PartnerDb } from '../core/scopes.ts'
import { cutOf } from '../core/search.ts'
import { insertRelationship } from '../relationship/relationships.ts'

/** Keeps what the operator's other portals record; returns the partners that have customers among it. */
export async function saveKnownCustomers(
  db: OperatorDb,
  customers: KnownCustomer[],
  now: Date,
): Promise<Id<'organisation'>[]> {
  const { rows } = await sql<{ id: Id<'organisation'> }>`
    with given as (select distinct on (partner_number, domain) * from jsonb_to_recordset(${JSON.stringify(
      customers.map(({ partnerNumber, legalName, ...customer }) => ({
        ...{ ...customer, partner_number: partnerNumber, legal_name: legalName },
      })),
    )}::jsonb) as of_row(partner_number text, domain text, legal_name text, country text)),
    saved as (insert into known_customer (partner_number, domain, legal_name, country, loaded_at)
      select partner_number, domain, legal_name, country, ${now}::timestamptz from given
      on conflict (partner_number, domain) do update
        set legal_name = excluded.legal_name, country = excluded.country, loaded_at = excluded.loaded_at)
    select id from organisation where partner_status = 'active' and partner_number in (select partner_number from given)`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

/** How many customers of how many partners the operator's other portals record. */
export async function countKnownCustomers(db: OperatorDb): Promise<{ customers: number; partners: number }> {
  const { rows } = await sql<{ customers: string; partners: string }>`
    select count(*) as customers, count(distinct partner_number) as partners from known_customer`.execute(db)
  return { customers: Number(rows[0]?.customers ?? 0), partners: Number(rows[0]?.partners ?? 0) }
}

type Waiting = { domain: string; legalName: string; country: string; customerId: Id<'organisation'> | null }

/**
 * Takes in the next customers that the operator records for an active partner, without privileges. One that
 * it has or had stays as it is: what a customer ended is not begun again. Returns how many there were.
 */
export async function takeInKnownCustomers(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  { actor, now, limit }: { actor: AuditActor; now: Date; limit: number },
): Promise<number> {
  const { rows } = await sql<Waiting>`select domain, legal_name, country, customer_id from known_customers() k
    where not exists (select from relationship r
      where r.partner_id = ${partnerId} and r.customer_id = k.customer_id)
    order by domain limit ${limit}`.execute(db)
  for (const { domain, legalName, country, customerId } of rows) {
    const id = customerId ?? newId<'organisation'>()
    const customer = { id, legalName, country, domain }
    if (!customerId)
      await db
        .insertInto('organisation')
        .values({ ...customer, kind: 'customer', createdAt: now, ...cutOf(legalName, domain) })
        .execute()
    const relationshipId = newId<'relationship'>()
    await insertRelationship(
      db,
      {
        id: relationshipId,
        status: beginRelationship('import'),
        origin: 'import',
        services: [],
        customer,
        partnerId,
      },
      now,
    )
    const payload = { customerId: id, legalName, domain, partnerId }
    const action = 'customer.taken_in' as const
    const chains = [partnerId, id].map((organisationId) => ({ organisationId, action, payload }))
    await insertAudit(db, actor, chains, now)
  }
  return rows.length
}
