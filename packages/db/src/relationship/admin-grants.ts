import type { Id } from '@entente/domain/core/id'
import type { PartnerStatus } from '@entente/domain/core/organisation'
import { type GrantEnd, type GrantUse, useOfGrants } from '@entente/domain/relationship/admin-grant'
import type { HeldGrant } from '@entente/domain/relationship/customer-history'
import { sendBehind } from '../core/batch.ts'
import { newId } from '../core/new-id.ts'
import type { CustomerDb, PartnerDb } from '../core/scopes.ts'
import { insertOf, type Places, statement } from '../core/statement.ts'

export type AdminGrant = {
  service: string
  partnerId: Id<'organisation'>
  acceptanceId: Id<'acceptance'>
  grantedAt: Date
}

/** Every live grant of the customer, of whichever partner: only the customer sees them all (§5.2). */
export const listGrants = async (db: CustomerDb, customerId: Id<'organisation'>): Promise<AdminGrant[]> =>
  (await db.executeQuery(liveGrants({ customerId }))).rows

const liveGrants = statement((db, { customerId }: Places<{ customerId: Id<'organisation'> }>) =>
  db
    .selectFrom('adminGrant')
    .select(['service', 'partnerId', 'acceptanceId', 'grantedAt'])
    .where('customerId', '=', customerId)
    .where('endedAt', 'is', null)
    .orderBy('service'),
)

/**
 * The partner's own live grants at one customer, and what it can do with each now. One statement reads both, so that a
 * freeze that is committed stops every use that begins after it.
 */
export async function listOwnGrants(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  customerId: Id<'organisation'>,
): Promise<(AdminGrant & { use: GrantUse })[]> {
  const rows = await db
    .selectFrom('adminGrant')
    .innerJoin('organisation as partner', 'partner.id', 'adminGrant.partnerId')
    .select(['service', 'partnerId', 'acceptanceId', 'grantedAt'])
    .select(['partner.partnerStatus', 'partner.privilegesFrozenAt'])
    // A check constraint gives every partner a status.
    .$narrowType<{ partnerStatus: PartnerStatus }>()
    .where('adminGrant.partnerId', '=', partnerId)
    .where('customerId', '=', customerId)
    .where('endedAt', 'is', null)
    .execute()
  return rows.map(({ partnerStatus, privilegesFrozenAt, ...grant }) => ({
    ...grant,
    use: useOfGrants({ status: partnerStatus, privilegesFrozenAt }),
  }))
}

/** All grants that the partner ever had at one customer, oldest first. Why one ended is the customer's to know. */
export const listGrantsEver = async (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  customerId: Id<'organisation'>,
): Promise<HeldGrant[]> => (await db.executeQuery(grantsEver({ partnerId, customerId }))).rows

const grantsEver = statement(
  (
    db,
    { partnerId, customerId }: Places<{ partnerId: Id<'organisation'>; customerId: Id<'organisation'> }>,
  ) =>
    db
      .selectFrom('adminGrant')
      .select(['service', 'acceptanceId', 'grantedAt', 'endedAt', 'givenUp'])
      .where('partnerId', '=', partnerId)
      .where('customerId', '=', customerId)
      .orderBy('grantedAt')
      .orderBy('service'),
)

/** The next customers, in the order of their ids, at which the partner holds privileges. */
export async function listCustomersWithPrivileges(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  { after, limit }: { after: Id<'organisation'> | undefined; limit: number },
): Promise<Id<'organisation'>[]> {
  const rows = await db
    .selectFrom('adminGrant')
    .select('customerId')
    .distinct()
    .where('partnerId', '=', partnerId)
    .where('endedAt', 'is', null)
    .$if(after !== undefined, (query) => query.where('customerId', '>', after as Id<'organisation'>))
    .orderBy('customerId')
    .limit(limit)
    .execute()
  return rows.map(({ customerId }) => customerId)
}

type GrantRemoval =
  | { by: Id<'account'>; reason: 'removed_by_customer' }
  | { by: null; reason: 'removed_by_operator' }
type GrantAct = { customerId: Id<'organisation'>; acceptanceId: Id<'acceptance'>; by: Id<'account'> }

export const insertGrants = (
  db: CustomerDb,
  { customerId, acceptanceId, by }: GrantAct,
  partnerId: Id<'organisation'>,
  services: string[],
  now: Date,
): Promise<unknown> =>
  sendBehind(
    db,
    insertRows(
      services.map((service) => ({ id: newId(), service })),
      { customerId, partnerId, acceptanceId, grantedAt: now, grantedBy: by },
    ),
  )

const insertRows = insertOf(
  'adminGrant',
  ['id', 'service'],
  ['customerId', 'partnerId', 'acceptanceId', 'grantedAt', 'grantedBy'],
)

/**
 * Ends live grants that the customer moves to another partner (§4.8 granted -> reassigned). Only the customer can read
 * the reason.
 */
export const endReassignedGrants = (
  db: CustomerDb,
  { customerId, acceptanceId, by }: GrantAct,
  services: string[],
  now: Date,
): Promise<unknown> =>
  sendBehind(
    db,
    db
      .updateTable('adminGrant')
      .set({ endedAt: now, endedBy: by, endReason: 'reassigned', movedBy: acceptanceId })
      .where('customerId', '=', customerId)
      .where('service', 'in', services)
      .where('endedAt', 'is', null),
  )

/**
 * Ends a partner's live grants that the customer takes away (§4.8 granted -> removed by customer, R-030), or that end
 * with the partner's authorisation: then `by` is null, because the customer does not learn which operator acted.
 */
export const endRemovedGrants = (
  db: CustomerDb,
  { customerId, by, reason }: { customerId: Id<'organisation'> } & GrantRemoval,
  partnerId: Id<'organisation'>,
  services: string[],
  now: Date,
): Promise<unknown> =>
  sendBehind(
    db,
    db
      .updateTable('adminGrant')
      .set({ endedAt: now, endedBy: by, endReason: reason })
      .where('customerId', '=', customerId)
      .where('partnerId', '=', partnerId)
      .where('service', 'in', services)
      .where('endedAt', 'is', null),
  )

export type EndedGrant = {
  service: string
  partnerId: Id<'organisation'>
  endedAt: Date
  reason: GrantEnd
}

/** The last grant of each partner and service that ended, and why. */
export async function listLastEndedGrants(
  db: CustomerDb,
  customerId: Id<'organisation'>,
  partnerIds: Id<'organisation'>[],
): Promise<EndedGrant[]> {
  if (partnerIds.length === 0) return []
  const rows = await db
    .selectFrom('adminGrant')
    .distinctOn(['partnerId', 'service'])
    .select(['service', 'partnerId', 'endedAt', 'endReason'])
    .where('customerId', '=', customerId)
    .where('partnerId', 'in', partnerIds)
    .where('endedAt', 'is not', null)
    .orderBy('partnerId')
    .orderBy('service')
    .orderBy('endedAt', 'desc')
    .execute()
  // Check constraints give every ended grant one of the reasons.
  return rows.map(({ service, partnerId, endedAt, endReason }) => ({
    service,
    partnerId,
    endedAt: endedAt as Date,
    reason: endReason as GrantEnd,
  }))
}

/** A service that an acceptance granted, and from whom it moved: null also where the reader may not know. */
export type GrantOf = {
  service: string
  partnerId: Id<'organisation'>
  movedFrom: Id<'organisation'> | null
}

/** What an acceptance granted to this partner, also after the grants have ended. */
export const listOwnGrantsOf = async (db: PartnerDb, acceptanceId: Id<'acceptance'>): Promise<GrantOf[]> =>
  (
    await db
      .selectFrom('adminGrant')
      .select(['service', 'partnerId'])
      .where('acceptanceId', '=', acceptanceId)
      .orderBy('service')
      .execute()
  ).map((grant) => ({ ...grant, movedFrom: null }))

/** What an acceptance granted, and from whom each service moved: what its receipt says, also after the grants have ended. */
export const listGrantsOf = async (db: CustomerDb, acceptanceId: Id<'acceptance'>): Promise<GrantOf[]> =>
  (await db.executeQuery(grantsOf({ acceptanceId }))).rows

const grantsOf = statement((db, { acceptanceId }: Places<{ acceptanceId: Id<'acceptance'> }>) =>
  db
    .selectFrom('adminGrant as given')
    .leftJoin('adminGrant as former', (join) =>
      join.onRef('former.movedBy', '=', 'given.acceptanceId').onRef('former.service', '=', 'given.service'),
    )
    .select(['given.service', 'given.partnerId', 'former.partnerId as movedFrom'])
    .where('given.acceptanceId', '=', acceptanceId)
    .orderBy('given.service'),
)
