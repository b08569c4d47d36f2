import type { Id } from '@entente/domain/core/id'
import type { PartnerKind, PartnerStatus } from '@entente/domain/core/organisation'
import { sql } from 'kysely'
import type { AuthDb, CustomerDb, Scoped } from '../core/scopes.ts'
import { cutOf } from '../core/search.ts'
import { type Places, statement, statementOfRows } from '../core/statement.ts'

/** What anybody with a partner's link may know about the partner. */
export type PartnerCard = {
  id: Id<'organisation'>
  legalName: string
  country: string
  kind: PartnerKind
  partnerId: string
  status: PartnerStatus
  privilegesFrozenAt: Date | null
  verified: boolean
}

export const cardColumns = [
  'id',
  'legalName',
  'country',
  'partnerKind',
  'partnerNumber',
  'partnerStatus',
  'privilegesFrozenAt',
  'verifiedAt',
] as const

type CardRow = {
  id: Id<'organisation'>
  legalName: string
  country: string
  partnerKind: string | null
  partnerNumber: string | null
  partnerStatus: string | null
  privilegesFrozenAt: Date | null
  verifiedAt: Date | null
}

// A check constraint gives every partner its kind, number and status.
export const toCard = (row: CardRow): PartnerCard => ({
  id: row.id,
  legalName: row.legalName,
  country: row.country,
  kind: row.partnerKind as PartnerKind,
  partnerId: row.partnerNumber as string,
  status: row.partnerStatus as PartnerStatus,
  privilegesFrozenAt: row.privilegesFrozenAt,
  verified: row.verifiedAt !== null,
})

/** A partner's card; in a partner's scope its own, and those of the other sides of its partnerships. */
export async function findPartnerCard(
  db: Scoped<'link' | 'customer' | 'partner'>,
  id: Id<'organisation'>,
): Promise<PartnerCard | undefined> {
  const [row] = (await db.executeQuery(card({ id }))).rows
  return row && toCard(row)
}
const card = statement((db, { id }: Places<{ id: Id<'organisation'> }>) =>
  db.selectFrom('organisation').select(cardColumns).where('id', '=', id),
)

/**
 * Whether an operator's request is the last one that froze, thawed or ended a partner's privileges: a job may run after the
 * next, and must neither tell what is no longer true nor tell it twice.
 */
export async function isLastPrivilegesChange(
  db: Scoped<'customer' | 'partner'>,
  { partnerId, requestId }: { partnerId: Id<'organisation'>; requestId: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('organisation')
    .select('privilegesChangeId')
    .where('id', '=', partnerId)
    .executeTakeFirst()
  return row?.privilegesChangeId === requestId
}

/** The cards of those of the partners that the scope may see. */
export async function listPartnerCards(
  db: Scoped<'link' | 'customer' | 'partner'>,
  ids: Id<'organisation'>[],
): Promise<PartnerCard[]> {
  if (ids.length === 0) return []
  const { rows } = await db.executeQuery(cards(ids.map((id) => ({ id }))))
  return rows.map(toCard)
}

// One place for each: of an array PostgreSQL does not know the length before it plans, so it would plan every time.
const cards = statementOfRows((db, rows: Places<{ id: Id<'organisation'> }>[]) =>
  db
    .selectFrom('organisation')
    .select(cardColumns)
    .where(
      'id',
      'in',
      rows.map(({ id }) => id),
    ),
)

export async function findOrganisationName(db: AuthDb, id: Id<'organisation'>): Promise<string | undefined> {
  const row = await db.selectFrom('organisation').select('legalName').where('id', '=', id).executeTakeFirst()
  return row?.legalName
}

export type Customer = { id: Id<'organisation'>; legalName: string; country: string; domain: string | null }

export async function findCustomer(db: CustomerDb, id: Id<'organisation'>): Promise<Customer | undefined> {
  const [customer] = (await db.executeQuery(customerById({ id }))).rows
  return customer
}

const customerById = statement((db, { id }: Places<{ id: Id<'organisation'> }>) =>
  db.selectFrom('organisation').select(['id', 'legalName', 'country', 'domain']).where('id', '=', id),
)

/** Locks the customer's own row: of two acceptances by one customer, the second sees what the first did (R7). */
export async function lockCustomer(db: CustomerDb, id: Id<'organisation'>): Promise<Customer> {
  const [customer] = (await db.executeQuery(customerLock({ id }))).rows
  if (!customer) throw new Error(`There is no customer ${id}.`)
  return customer
}

const customerLock = statement((db, { id }: Places<{ id: Id<'organisation'> }>) =>
  db
    .selectFrom('organisation')
    .select(['id', 'legalName', 'country', 'domain'])
    .where('id', '=', id)
    .forNoKeyUpdate(),
)

export const findCustomerByDomain = (db: AuthDb, domain: string): Promise<Customer | undefined> =>
  db
    .selectFrom('organisation')
    .select(['id', 'legalName', 'country', 'domain'])
    .where('kind', '=', 'customer')
    .where('domain', '=', domain)
    .executeTakeFirst()

/**
 * Whether nobody ever belonged to a customer, because it came with the operator's records. One sign-up at a time asks. A
 * customer that a partner made has its first admin from its transaction on.
 */
export async function isWithoutMembers(db: AuthDb, id: Id<'organisation'>): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`first member of ${id}`}, 0))`.execute(db)
  const found = await db
    .selectFrom('organisation')
    .select('id')
    .where('id', '=', id)
    .where('madeBy', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('auth.membership').select('id').where('organisationId', '=', id))),
    )
    .executeTakeFirst()
  return found !== undefined
}

/** Creates a customer; returns false when another sign-up just took its domain. */
export async function insertCustomer(db: AuthDb, customer: Customer, now: Date): Promise<boolean> {
  const inserted = await db
    .insertInto('organisation')
    .values({
      ...customer,
      ...cutOf(customer.legalName, customer.domain),
      ...{ kind: 'customer', createdAt: now },
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}
