import type { Id } from '@entente/domain/core/id'
import type { PartnerListInput, PartnerState } from '@entente/domain/relationship/partner-list'
import type { RelationshipStatus } from '@entente/domain/relationship/relationship'
import { type RawBuilder, sql } from 'kysely'
import { pageOf, pageRows, readCursor } from '../core/cursor.ts'
import type { CustomerDb } from '../core/scopes.ts'
import { matchesSearch } from '../core/search.ts'
import { cardColumns, type PartnerCard, toCard } from '../identity/organisations.ts'

/** A partner of a customer, and the provider of their last joint acceptance. */
export type CustomersPartner = PartnerCard & {
  relationship: { status: RelationshipStatus; since: Date }
  lastProvider: Id<'organisation'> | null
}

const partners = (db: CustomerDb, customerId: Id<'organisation'>) =>
  db
    .selectFrom('relationship')
    .innerJoin('organisation as partner', 'partner.id', 'relationship.partnerId')
    .where('relationship.customerId', '=', customerId)
    .select(cardColumns.map((column) => `partner.${column}` as const))
    .select(['relationship.status', 'relationship.since', 'partner.sortKey'])
    .select((eb) =>
      eb
        .selectFrom('acceptance')
        .select('providerId')
        .whereRef('acceptance.customerId', '=', 'relationship.customerId')
        .whereRef('acceptance.partnerId', '=', 'relationship.partnerId')
        .orderBy('acceptedAt', 'desc')
        .limit(1)
        .as('lastProvider'),
    )

type Row = Awaited<ReturnType<ReturnType<typeof partners>['execute']>>[number]
const toPartner = ({ status, since, lastProvider, sortKey: _, ...card }: Row): CustomersPartner => ({
  ...toCard(card),
  // A check constraint limits it to the values of the type.
  relationship: { status: status as RelationshipStatus, since },
  lastProvider,
})

/** Whether the partner of a row holds privileges: a live grant, and an authorisation to use it (`useOfGrants`). */
const holds = (service?: string) => sql<boolean>`(partner.partner_status in ('active', 'suspended')
  and exists (select from admin_grant held where held.customer_id = relationship.customer_id
    and held.partner_id = relationship.partner_id and held.ended_at is null
    ${service ? sql`and held.service = ${service}` : sql``}))`

const isIn: Record<PartnerState, RawBuilder<boolean>> = {
  holding: holds(),
  nothing: sql`(relationship.status = 'active' and not ${holds()})`,
  frozen: sql`(partner.privileges_frozen_at is not null and ${holds()})`,
  former: sql`(relationship.status = 'removed')`,
}

/** One page of a customer's partners by name, by keyset. */
export async function listCustomersPartners(
  db: CustomerDb,
  customerId: Id<'organisation'>,
  { search = '', service, state, cursor, limit }: PartnerListInput,
): Promise<{ partners: CustomersPartner[]; nextCursor: string | null }> {
  const after = readCursor(cursor, ['text', 'id'])
  let query = partners(db, customerId).orderBy('partner.sortKey').orderBy('partner.id').limit(pageRows(limit))
  if (search)
    query = query.where(
      sql<boolean>`(${matchesSearch('partner.terms', search)} or partner.partner_number = ${search})`,
    )
  if (service) query = query.where(holds(service))
  if (state) query = query.where(isIn[state])
  if (after)
    query = query.where(sql<boolean>`(partner.sort_key, partner.id) > (${after[0]}, ${after[1]}::uuid)`)
  const rows = await query.execute()
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.sortKey, last.id])
  return {
    partners: page.map(toPartner),
    nextCursor,
  }
}

/** All partners of a customer with an active relationship, by name. */
export async function listActivePartners(
  db: CustomerDb,
  customerId: Id<'organisation'>,
): Promise<CustomersPartner[]> {
  const active = partners(db, customerId).where('relationship.status', '=', 'active')
  return (await active.orderBy('partner.sortKey').orderBy('partner.id').execute()).map(toPartner)
}

export async function findCustomersPartner(
  db: CustomerDb,
  customerId: Id<'organisation'>,
  partnerId: Id<'organisation'>,
): Promise<CustomersPartner | undefined> {
  const row = await partners(db, customerId)
    .where('relationship.partnerId', '=', partnerId)
    .executeTakeFirst()
  return row && toPartner(row)
}

/** How many partners a customer has, and how many of them are in each state. */
export async function countCustomersPartners(
  db: CustomerDb,
  customerId: Id<'organisation'>,
): Promise<Record<'all' | PartnerState, number>> {
  const { rows } = await sql<Record<'all' | PartnerState, number>>`
    select count(*)::integer as all, count(*) filter (where ${isIn.holding})::integer as holding,
      count(*) filter (where ${isIn.nothing})::integer as nothing,
      count(*) filter (where ${isIn.frozen})::integer as frozen,
      count(*) filter (where ${isIn.former})::integer as former
    from relationship join organisation partner on partner.id = relationship.partner_id
    where relationship.customer_id = ${customerId}`.execute(db)
  return rows[0] ?? { all: 0, holding: 0, nothing: 0, frozen: 0, former: 0 }
}
