import type { Id } from '@entente/domain/core/id'
import { rolesFor } from '@entente/domain/core/permission'
import type { Role } from '@entente/domain/core/role'
import type { MembershipStatus } from '@entente/domain/identity/person'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '../core/schema.gen.ts'
import type { Scoped } from '../core/scopes.ts'
import { type Places, statement } from '../core/statement.ts'

export type Person = {
  id: Id<'membership'>
  accountId: Id<'account'>
  name: string
  email: string
  locale: string | null
  timeZone: string | null
  status: MembershipStatus
  /** Of a removed person, the roles that a restoration gives back. */
  roles: Role[]
  since: Date
  removedAt: Date | null
  /** Whether an operator suspended the account. */
  isSuspended: boolean
}

type TenantDb = Scoped<'partner' | 'customer' | 'operator'>

type OrganisationId = Id<'organisation'>
const people = (db: Kysely<DB>, organisationId: OrganisationId | RawBuilder<OrganisationId>) =>
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
      'membership.formerRoles',
      'membership.decidedAt',
      'membership.createdAt as since',
      'account.suspendedAt',
    ])
    .where('membership.organisationId', '=', organisationId)

type Row = Awaited<ReturnType<ReturnType<typeof people>['execute']>>[number]
function toPerson({ formerRoles, decidedAt, suspendedAt, ...row }: Row): Person {
  const isRemoved = row.status === 'removed'
  return {
    ...row,
    status: row.status as MembershipStatus,
    roles: (isRemoved ? formerRoles : row.roles) as Role[],
    removedAt: isRemoved ? decidedAt : null,
    isSuspended: suspendedAt !== null,
  }
}

/** The people of an organisation without the removed ones, requests to join first. */
export async function listPeople(db: TenantDb, organisationId: Id<'organisation'>): Promise<Person[]> {
  const rows = await people(db, organisationId)
    .where('membership.status', '!=', 'removed')
    .orderBy((eb) => eb('membership.status', '=', 'requested'), 'desc')
    .orderBy('account.sortKey')
    .execute()
  return rows.map(toPerson)
}

/** The people who were removed after a moment, the latest first. */
export async function listRemovedPeople(
  db: TenantDb,
  organisationId: Id<'organisation'>,
  after: Date,
): Promise<Person[]> {
  const rows = await people(db, organisationId)
    .where('membership.status', '=', 'removed')
    .where('membership.decidedAt', '>', after)
    .orderBy('membership.decidedAt', 'desc')
    .execute()
  return rows.map(toPerson)
}

/** The people with one of the roles who can use it. */
export async function listPeopleWithRole(
  db: TenantDb | Scoped<'auth'>,
  organisationId: Id<'organisation'>,
  ...roles: Role[]
): Promise<Person[]> {
  const { rows } = await db.executeQuery(withRole({ organisationId, roles }))
  return rows.map(toPerson)
}

const withRole = statement(
  (db, { organisationId, roles }: Places<{ organisationId: OrganisationId; roles: Role[] }>) =>
    people(db, organisationId)
      .where('membership.status', '=', 'active')
      .where('account.suspendedAt', 'is', null)
      .where(sql<boolean>`membership.roles && ${roles}::text[]`)
      .orderBy('account.sortKey'),
)

/** The people who decide for a customer about its partners (D-08). */
export const listDeciders = (db: Scoped<'customer'>, customerId: Id<'organisation'>): Promise<Person[]> =>
  listPeopleWithRole(db, customerId, ...rolesFor('invitation.decide'))

export async function findPerson(db: TenantDb, organisationId: Id<'organisation'>, id: Id<'membership'>) {
  const row = await people(db, organisationId).where('membership.id', '=', id).executeTakeFirst()
  return row && toPerson(row)
}

export async function findPersonByAccount(
  db: TenantDb,
  organisationId: Id<'organisation'>,
  accountId: Id<'account'>,
) {
  const [row] = (await db.executeQuery(byAccount({ organisationId, accountId }))).rows
  return row && toPerson(row)
}

const byAccount = statement(
  (db, { organisationId, accountId }: Places<{ organisationId: OrganisationId; accountId: Id<'account'> }>) =>
    people(db, organisationId).where('membership.accountId', '=', accountId),
)

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

/** How many global admins besides one person can act. */
export async function countGlobalAdmins(
  db: TenantDb,
  organisationId: Id<'organisation'>,
  except: Id<'membership'>,
): Promise<number> {
  const admins = await listPeopleWithRole(db, organisationId, 'global_admin')
  return admins.filter(({ id }) => id !== except).length
}

/**
 * Locks the actor, the person and every global admin of the organisation: of two admins who remove each other at once,
 * the second sees what the first did. Returns the actor's roles as they are now, none when the actor was removed, and
 * how many global admins besides the person can act.
 */
export async function lockForPersonAct<R extends Role>(
  db: Scoped<'partner' | 'customer'>,
  organisationId: Id<'organisation'>,
  { actor, person }: { actor: Id<'membership'>; person: Id<'membership'> },
): Promise<{ actorRoles: R[]; otherGlobalAdmins: number }> {
  const rows = await db
    .selectFrom('auth.membership')
    .select(['id', 'roles'])
    .where('organisationId', '=', organisationId)
    .where((eb) =>
      eb.or([
        eb('id', 'in', [actor, person]),
        eb.and([eb('status', '=', 'active'), sql<boolean>`'global_admin' = any(roles)`]),
      ]),
    )
    .orderBy('id')
    .forUpdate()
    .execute()
  return {
    // Those of one organisation are roles of its audience.
    actorRoles: (rows.find(({ id }) => id === actor)?.roles ?? []) as R[],
    otherGlobalAdmins: await countGlobalAdmins(db, organisationId, person),
  }
}

/** Locks a person's roles as they are now, none when the person was removed: nobody takes one away meanwhile. */
export async function lockRoles(
  db: Scoped<'partner' | 'customer' | 'auth'>,
  id: Id<'membership'>,
): Promise<Role[]> {
  const [row] = (await db.executeQuery(rolesLock({ id }))).rows
  return (row?.roles ?? []) as Role[]
}

const rolesLock = statement((db, { id }: Places<{ id: Id<'membership'> }>) =>
  db.selectFrom('auth.membership').select('roles').where('id', '=', id).forShare(),
)

export const saveRoles = (
  db: Scoped<'partner' | 'customer'>,
  id: Id<'membership'>,
  roles: Role[],
): Promise<unknown> => db.updateTable('auth.membership').set({ roles }).where('id', '=', id).execute()

/** Saves whether a person is removed or present; the roles of a removed person are kept for a restoration. */
export const savePresence = (
  db: Scoped<'partner' | 'customer'>,
  { id, roles }: { id: Id<'membership'>; roles: Role[] },
  presence: 'present' | 'removed',
  decidedBy: Id<'account'>,
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('auth.membership')
    .set({
      ...(presence === 'removed'
        ? { status: 'removed', roles: [], formerRoles: roles }
        : { status: 'active', roles, formerRoles: [] }),
      ...{ decidedBy, decidedAt: now },
    })
    .where('id', '=', id)
    .execute()

/** Ends a person's open sessions in this organisation, at once, and sign-ins in progress too. */
export const endSessionsOfMember = (
  db: Scoped<'partner' | 'customer'>,
  id: Id<'membership'>,
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('auth.session')
    .set({ endedAt: now })
    .where('membershipId', '=', id)
    .where('endedAt', 'is', null)
    .execute()

/** Whether this person belongs to no other company, so that this one may change the account itself. */
export async function isOwnPerson(
  db: Scoped<'partner' | 'customer'>,
  organisationId: Id<'organisation'>,
  accountId: Id<'account'>,
): Promise<boolean> {
  const { rows } = await sql<{ isOwn: boolean }>`
    select auth.is_own_person(${accountId}::uuid, ${organisationId}::uuid) as is_own`.execute(db)
  return rows[0]?.isOwn ?? false
}
