import type { Audience } from '@entente/domain/core/audience'
import type { Id } from '@entente/domain/core/id'
import type { Role } from '@entente/domain/core/role'
import type { MembershipStatus } from '@entente/domain/identity/person'
import { controlledAudiences } from '@entente/domain/operator/account-control'
import type { OperatorDb } from '../core/scopes.ts'

export type ControlledAccount = {
  id: Id<'account'>
  audience: Exclude<Audience, 'operator'>
  name: string
  email: string
  suspendedAt: Date | null
}

/** Accounts of partners' and customers' people. */
const accounts = (db: OperatorDb) =>
  db
    .selectFrom('auth.account')
    .select(['id', 'name', 'email', 'suspendedAt'])
    .select((eb) => eb.ref('audience').$castTo<ControlledAccount['audience']>().as('audience'))
    .where('audience', 'in', controlledAudiences)

/** One address may have an account at partners and another at customers. */
export const findAccountsByEmail = (db: OperatorDb, email: string): Promise<ControlledAccount[]> =>
  accounts(db).where('email', '=', email).orderBy('audience').execute()

export const findControlledAccount = (
  db: OperatorDb,
  id: Id<'account'>,
): Promise<ControlledAccount | undefined> => accounts(db).where('id', '=', id).executeTakeFirst()

/** Locks the account: of two operators at once, the second sees what the first did. */
export const lockAccount = (db: OperatorDb, id: Id<'account'>): Promise<ControlledAccount | undefined> =>
  accounts(db).where('id', '=', id).forNoKeyUpdate().executeTakeFirst()

export type AccountPlace = {
  membershipId: Id<'membership'>
  organisationId: Id<'organisation'>
  organisation: string
  audience: ControlledAccount['audience']
  status: MembershipStatus
  roles: Role[]
}

/** Where a person works, worked or asks to work, first where they do. */
export async function listPlaces(db: OperatorDb, id: Id<'account'>): Promise<AccountPlace[]> {
  const rows = await db
    .selectFrom('auth.membership as membership')
    .innerJoin('organisation', 'organisation.id', 'membership.organisationId')
    .select([
      'membership.id as membershipId',
      'organisation.id as organisationId',
      'organisation.legalName as organisation',
      'membership.status',
      'membership.roles',
    ])
    .select((eb) => eb.ref('membership.audience').$castTo<ControlledAccount['audience']>().as('audience'))
    .where('membership.accountId', '=', id)
    .orderBy((eb) => eb('membership.status', '=', 'active'), 'desc')
    .orderBy('organisation.sortKey')
    .execute()
  return rows.map((row) => ({ ...row, status: row.status as MembershipStatus, roles: row.roles as Role[] }))
}

export const saveSuspension = (
  db: OperatorDb,
  id: Id<'account'>,
  suspendedAt: Date | null,
): Promise<unknown> => db.updateTable('auth.account').set({ suspendedAt }).where('id', '=', id).execute()

/** Ends every open session of accounts, and their sign-ins in progress. */
export const endSessionsOfAccounts = (
  db: OperatorDb,
  ids: readonly Id<'account'>[],
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('auth.session')
    .set({ endedAt: now })
    .where('accountId', 'in', ids)
    .where('endedAt', 'is', null)
    .execute()
