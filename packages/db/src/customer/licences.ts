import type { Id } from '@entente/domain/core/id'
import type { CustomerUserStatus } from '@entente/domain/customer/customer-user'
import type { LicenceState } from '@entente/domain/customer/licence'
import type { SubscriptionStatus } from '@entente/domain/customer/subscription'
import { sql } from 'kysely'
import { pageOf, pageRows, readCursor } from '../core/cursor.ts'
import type { CustomerDb, PartnerDb } from '../core/scopes.ts'
import { matchesSearch } from '../core/search.ts'

type SubscriptionId = Id<'subscription'>
type CustomerId = Id<'organisation'>

const pools = (db: PartnerDb, partnerId: Id<'organisation'>, customerId: CustomerId) =>
  db
    .selectFrom('subscription')
    .innerJoin('offer', 'offer.id', 'subscription.offerId')
    .innerJoin('licenceSeats as pool', 'pool.subscriptionId', 'subscription.id')
    .select(['subscription.id', 'subscription.customerId', 'offer.name', 'offer.code', 'seats', 'assigned'])
    .select(['startedAt', 'suspendedAt', 'endsAt'])
    .select((eb) => eb.ref('subscription.status').$castTo<SubscriptionStatus>().as('status'))
    .where('subscription.customerId', '=', customerId)
    .where((eb) => eb.or([eb('subscription.partnerId', '=', partnerId), eb('resellerId', '=', partnerId)]))

/** The subscriptions that the partner sold to a customer, or is the partner of record of, with their seats. */
export const listLicencePools = (db: PartnerDb, partnerId: Id<'organisation'>, customerId: CustomerId) =>
  pools(db, partnerId, customerId)
    .where('subscription.status', 'in', ['pending', 'active', 'suspended'])
    .orderBy('offer.sortKey')
    .orderBy('subscription.id')
    .limit(500)
    .execute()

export const findLicencePool = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  customerId: CustomerId,
  id: SubscriptionId,
) => pools(db, partnerId, customerId).where('subscription.id', '=', id).executeTakeFirst()

/** The seats of a subscription; undefined for one that the partner does not see. */
export const findSeats = (
  db: PartnerDb,
  id: SubscriptionId,
): Promise<{ seats: number; assigned: number } | undefined> => seatsOf(db, id).executeTakeFirst()

const seatsOf = (db: PartnerDb, id: SubscriptionId) =>
  db.selectFrom('licenceSeats').select(['seats', 'assigned']).where('subscriptionId', '=', id)

/**
 * Locks the seats of a subscription: what assigns them, and what orders fewer, come one after the other. Undefined for a
 * subscription that the partner does not see.
 */
export const lockSeats = (
  db: PartnerDb,
  id: SubscriptionId,
): Promise<{ seats: number; assigned: number } | undefined> => seatsOf(db, id).forUpdate().executeTakeFirst()

/**
 * Sets how many seats may be assigned: an order of fewer lowers them at once, and one that failed puts them back. A constraint
 * refuses fewer than are assigned; ask `lockSeats` first. A saved quantity sets them by itself.
 */
export const saveSeats = (db: PartnerDb, id: SubscriptionId, seats: number): Promise<unknown> =>
  db.updateTable('licenceSeats').set({ seats }).where('subscriptionId', '=', id).execute()

/** One page of a customer's users by name, each with its licence of one subscription. */
export async function listLicensedUsers(
  db: PartnerDb,
  customerId: CustomerId,
  {
    subscriptionId,
    search,
    cursor,
    limit,
  }: {
    subscriptionId: SubscriptionId
    search?: string | undefined
    cursor?: string | undefined
    limit: number
  },
) {
  const after = readCursor(cursor, ['text', 'id'])
  const rows = await db
    .selectFrom('customerUser as user')
    .leftJoin('licence', (join) =>
      join.onRef('licence.userId', '=', 'user.id').on('licence.subscriptionId', '=', subscriptionId),
    )
    .select(['user.id', 'userName', 'displayName', 'sortKey'])
    .select((eb) => [
      eb.ref('user.status').$castTo<CustomerUserStatus>().as('status'),
      eb.ref('licence.state').$castTo<LicenceState | null>().as('licence'),
    ])
    .where('user.customerId', '=', customerId)
    .where('user.status', 'in', ['creating', 'active', 'disabled'])
    .$if(Boolean(search), (query) => query.where(matchesSearch('user.terms', search ?? '')))
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(sort_key, "user".id) > (${after?.[0]}, ${after?.[1]}::uuid)`),
    )
    .orderBy('sortKey')
    .orderBy('user.id')
    .limit(pageRows(limit))
    .execute()
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.sortKey, last.id])
  return {
    users: page.map(({ sortKey: _, ...user }) => user),
    nextCursor,
  }
}

/** The users with these names that are there, by their names. */
export async function findUserIds(
  db: PartnerDb,
  customerId: CustomerId,
  names: readonly string[],
): Promise<Map<string, Id<'customer_user'>>> {
  const rows = await db
    .selectFrom('customerUser')
    .select(['id', 'userName'])
    .where('customerId', '=', customerId)
    .where('status', 'in', ['creating', 'active', 'disabled'])
    .where(sql<boolean>`user_name = any(${names}::text[])`)
    .execute()
  return new Map(rows.map(({ id, userName }) => [userName, id]))
}

/** Locks users, so that none is deleted in between, and returns how they stand with their licences of one subscription. */
export const lockForLicences = (
  db: PartnerDb,
  customerId: CustomerId,
  subscriptionId: SubscriptionId,
  ids: readonly Id<'customer_user'>[],
) =>
  db
    .selectFrom('customerUser as user')
    .leftJoin('licence', (join) =>
      join.onRef('licence.userId', '=', 'user.id').on('licence.subscriptionId', '=', subscriptionId),
    )
    .select(['user.id', 'userName'])
    .select((eb) => [
      eb.ref('user.status').$castTo<CustomerUserStatus>().as('status'),
      eb.ref('licence.state').$castTo<LicenceState | null>().as('licence'),
    ])
    .where('user.customerId', '=', customerId)
    .where('user.id', 'in', [...ids])
    .orderBy('user.id')
    .forUpdate('user')
    .execute()

/** Takes a seat for each user. The count and its constraint are the database's. */
export const insertLicences = (
  db: PartnerDb,
  rows: { subscriptionId: SubscriptionId; customerId: CustomerId; userId: Id<'customer_user'> }[],
  now: Date,
): Promise<unknown> =>
  db
    .insertInto('licence')
    .values(rows.map((row) => ({ ...row, state: 'assigning', changedAt: now })))
    .execute()

export const saveLicencesTaking = (
  db: PartnerDb,
  subscriptionId: SubscriptionId,
  userIds: Id<'customer_user'>[],
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('licence')
    .set({ state: 'taking', changedAt: now })
    .where('subscriptionId', '=', subscriptionId)
    .where('userId', 'in', userIds)
    .execute()

type Licence = { subscriptionId: SubscriptionId; userId: Id<'customer_user'> }

/** Locks a licence: of two outcomes at once, the second sees the first. */
export async function lockLicence(
  db: CustomerDb,
  { subscriptionId, userId }: Licence,
): Promise<LicenceState | undefined> {
  const row = await db
    .selectFrom('licence')
    .select((eb) => eb.ref('state').$castTo<LicenceState>().as('state'))
    .where('subscriptionId', '=', subscriptionId)
    .where('userId', '=', userId)
    .forUpdate()
    .executeTakeFirst()
  return row?.state
}

/** Saves what the provisioner said: another state, or none, which frees the seat. */
export const saveLicence = (
  db: CustomerDb,
  { subscriptionId, userId }: Licence,
  state: LicenceState | null,
  now: Date,
): Promise<unknown> =>
  state === null
    ? db
        .deleteFrom('licence')
        .where('subscriptionId', '=', subscriptionId)
        .where('userId', '=', userId)
        .execute()
    : db
        .updateTable('licence')
        .set({ state, changedAt: now })
        .where('subscriptionId', '=', subscriptionId)
        .where('userId', '=', userId)
        .execute()

/** A user that the cloud deleted has no licences, of no partner. */
export const freeLicencesOf = (db: CustomerDb, userId: Id<'customer_user'>): Promise<unknown> =>
  db.deleteFrom('licence').where('userId', '=', userId).execute()
