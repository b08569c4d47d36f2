import type { Id } from '@entente/domain/core/id'
import type { Role } from '@entente/domain/core/role'
import type { MembershipStatus } from '@entente/domain/identity/person'
import { sql } from 'kysely'

import type { Scoped } from '../core/scopes.ts'

export type Person = {
  id: Id<'membership'>
  accountId: Id<'account'>
  name: string
  email: string
  locale: string | null
  timeZone: string | null
  status: MembershipStatus
  roles: Role[]
  since: Date
}

type TenantDb = Scoped<'partner' | 'customer' | 'operator'>

const people = (db: TenantDb, organisationId: Id<'organisation'>) =>
  db
    .selectFrom('auth.membership as membership')
    .innerJoin('auth.account as account', 'account.id', 'membership.accountId')
    .select([
      'membership.id',
      'membership.accountId',
      'account.name',
      'account.email',
      'account.locale',
      'account.timeZone',
      'membership.status',
      'membership.roles',
      'membership.createdAt as since',
    ])
    .where('membership.organisationId', '=', organisationId)

type Row = Awaited<ReturnType<ReturnType<typeof people>['execute']>>[number]
const toPerson = (row: Row): Person => ({
  ...row,
  status: row.status as MembershipStatus,
  roles: row.roles as Role[],
})

/** The people of an organisation without the removed ones, requests to join first. */
export async function listPeople(db: TenantDb, organisationId: Id<'organisation'>): Promise<Person[]> {
  const rows = await people(db, organisationId)
    .where('membership.status', '!=', 'removed')
    .orderBy((eb) => eb('membership.status', '=', 'requested'), 'desc')
    .orderBy('account.name')
    .execute()
  return rows.map(toPerson)
}

export async function listPeopleWithRole(
  db: TenantDb,
  organisationId: Id<'organisation'>,
  role: Role,
): Promise<Person[]> {
  const rows = await people(db, organisationId)
    .where('membership.status', '=', 'active')
    .where(sql<boolean>`${role} = any(membership.roles)`)
    .orderBy('account.name')
    .execute()
  return rows.map(toPerson)
}

export async function findPerson(db: TenantDb, organisationId: Id<'organisation'>, id: Id<'membership'>) {
  const row = await people(db, organisationId).where('membership.id', '=', id).executeTakeFirst()
  return row && toPerson(row)
}

export async function findPersonByAccount(
  db: TenantDb,
  organisationId: Id<'organisation'>,
  accountId: Id<'account'>,
) {
  const row = await people(db, organisationId)
    .where('membership.accountId', '=', accountId)
    .executeTakeFirst()
  return row && toPerson(row)
}

/** Saves the decision on a request to join; returns false when somebody else decided it first. */
export async function saveJoinDecision(
  db: Scoped<'customer'>,
  decision: {
    id: Id<'membership'>
    status: 'active' | 'declined'
    roles: Role[]
    decidedBy: Id<'account'>
  },
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('auth.membership')
    .set({ status: decision.status, roles: decision.roles, decidedBy: decision.decidedBy, decidedAt: now })
    .where('id', '=', decision.id)
    .where('status', '=', 'requested')
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}
