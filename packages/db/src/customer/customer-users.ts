import type { Id } from '@entente/domain/core/id'
import type {
  CustomerUserFacts,
  CustomerUserListInput,
  CustomerUserStatus,
  DirectoryRole,
} from '@entente/domain/customer/customer-user'
import { restorableAfter } from '@entente/domain/identity/person'
import { sql } from 'kysely'
import { pageOf, pageRows, readCursor } from '../core/cursor.ts'
import type { PartnerDb, Scoped } from '../core/scopes.ts'
import { cutAgainOf, cutOf, matchesSearch } from '../core/search.ts'

/** A user in a customer's directory. */
export type CustomerUser = CustomerUserFacts & {
  id: Id<'customer_user'>
  customerId: Id<'organisation'>
  userName: string
}

/** With what its pages show beside. */
export type ListedUser = CustomerUser & { refusal: string | null; changedAt: Date; isWaiting: boolean }

const columns = ['user.id', 'user.customerId', 'userName', 'displayName', 'deletedAt'] as const

const users = (db: Scoped<'partner' | 'customer'>) =>
  db
    .selectFrom('customerUser as user')
    .select(columns)
    .select((eb) => [
      // Check constraints limit them to these values.
      eb.ref('roles').$castTo<DirectoryRole[]>().as('roles'),
      eb.ref('user.status').$castTo<CustomerUserStatus>().as('status'),
      eb.ref('formerStatus').$castTo<CustomerUserStatus | null>().as('formerStatus'),
    ])

const listed = (db: PartnerDb, customerId: Id<'organisation'>) =>
  users(db)
    .select(['user.refusal', 'changedAt', 'sortKey'])
    .select(
      // Of the reader's own wishes: those of another partner are not theirs to see.
      sql<boolean>`exists (select from provisioning where subject = "user".id and provisioning.state = 'pending')`.as(
        'isWaiting',
      ),
    )
    .where('user.customerId', '=', customerId)

/** One page of a customer's users by name: those that are there, or those deleted in the last 30 days. */
export async function listCustomerUsers(
  db: PartnerDb,
  customerId: Id<'organisation'>,
  { search, status, cursor, limit }: CustomerUserListInput,
  now: Date,
): Promise<{ users: ListedUser[]; nextCursor: string | null }> {
  const after = readCursor(cursor, ['text', 'id'])
  const rows = await listed(db, customerId)
    .$if(status === 'present', (query) => query.where('user.status', '<>', 'deleted'))
    .$if(status === 'deleted', (query) => query.where('deletedAt', '>', restorableAfter(now)))
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

export async function findCustomerUser(
  db: PartnerDb,
  customerId: Id<'organisation'>,
  id: Id<'customer_user'>,
): Promise<ListedUser | undefined> {
  const row = await listed(db, customerId).where('user.id', '=', id).executeTakeFirst()
  if (!row) return undefined
  const { sortKey: _, ...user } = row
  return user
}

/** Locks a user: of two changes at once, the second sees the first. */
export const lockCustomerUser = (
  db: Scoped<'partner' | 'customer'>,
  customerId: Id<'organisation'>,
  id: Id<'customer_user'>,
): Promise<CustomerUser | undefined> =>
  users(db)
    .where('user.customerId', '=', customerId)
    .where('user.id', '=', id)
    .forUpdate('user')
    .executeTakeFirst()

type NewUser = Pick<CustomerUser, 'id' | 'customerId' | 'userName' | 'displayName' | 'roles'>

/** Adds users; returns the ids of those whose name is not taken in the directory, by one that can be restored, too. */
export async function insertCustomerUsers(
  db: PartnerDb,
  users: readonly NewUser[],
  now: Date,
): Promise<Set<Id<'customer_user'>>> {
  // In one order for everybody: two files with the same names wait for each other, and never in a circle.
  const inOrder = users.toSorted((one, other) => (one.userName < other.userName ? -1 : 1))
  const rows = inOrder.map(({ roles, ...row }) => ({
    ...{ ...row, ...cutOf(row.displayName, row.userName), roles: [...roles] },
    ...{ status: 'creating', createdAt: now, changedAt: now },
  }))
  const inserted = await db
    .insertInto('customerUser')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return new Set(inserted.map(({ id }) => id))
}

/** Those of these names that somebody has in a customer's directory. */
export async function takenUserNames(
  db: PartnerDb,
  customerId: Id<'organisation'>,
  names: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ userName: string }>`select user_name as "userName" from customer_user
    where customer_id = ${customerId} and status <> 'refused' and user_name = any(${names}::text[])`.execute(
    db,
  )
  return new Set(rows.map(({ userName }) => userName))
}

/** Saves what a decision made of a user. `settled`: what the provisioner said. */
export const saveCustomerUser = (
  db: Scoped<'partner' | 'customer'>,
  user: Pick<CustomerUser, 'id' | 'userName'>,
  { displayName, roles, status, formerStatus, deletedAt }: CustomerUserFacts,
  settled: { refusal: string | null; externalId?: string },
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('customerUser')
    .set({
      ...{ displayName, roles: [...roles], status, formerStatus, deletedAt, ...settled, changedAt: now },
      ...cutAgainOf(displayName, user.userName),
    })
    .where('id', '=', user.id)
    .execute()
