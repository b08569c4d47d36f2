import type { Id } from '@entente/domain/core/id'
import type { Role } from '@entente/domain/core/role'
import type { PartnerDb } from '../core/scopes.ts'

/** The person behind a membership, with the roles of now; undefined once it is removed or its account suspended. */
export async function findActor(
  db: PartnerDb,
  membershipId: Id<'membership'>,
): Promise<{ name: string; roles: Role[] } | undefined> {
  const row = await db
    .selectFrom('auth.membership as membership')
    .innerJoin('auth.account as account', 'account.id', 'membership.accountId')
    .select(['account.name', 'membership.roles'])
    .where('membership.id', '=', membershipId)
    .where('membership.status', '=', 'active')
    .where('account.suspendedAt', 'is', null)
    .executeTakeFirst()
  // The roles of a partner's membership are a partner's.
  return row && { name: row.name, roles: row.roles as Role[] }
}

/** Marks an opening as handed over. False: it was before. */
export async function insertRedemption(
  db: PartnerDb,
  redeemed: { accessId: Id<'access'>; partnerId: Id<'organisation'>; accountId: Id<'account'> },
  now: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('redeemedHandOver')
    .values({ ...redeemed, redeemedAt: now })
    .onConflict((conflict) => conflict.column('accessId').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}
