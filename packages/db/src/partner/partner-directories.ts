import type { Id } from '@entente/domain/core/id'
import type { Role } from '@entente/domain/core/role'
import { sql } from 'kysely'
import type { AuthDb, PartnerDb, Scoped } from '../core/scopes.ts'

/** A partner's sign-in directory; its client secret is sealed for the organisation. */
export type PartnerDirectory = {
  organisationId: Id<'organisation'>
  issuer: string
  clientId: string
  kid: string
  secret: Buffer
  isOn: boolean
  /** Whether people come back to the directory's own redirect address, not to the shared one of earlier versions. */
  hasOwnReturn: boolean
  testedAt: Date | null
  /** Since when the company vouches for addresses that the directory does not mark as verified or not verified. */
  addressesDeclaredAt: Date | null
  updatedAt: Date
}

const columns = [
  'directory.organisationId',
  'issuer',
  'clientId',
  'kid',
  'secret',
  'isOn',
  'hasOwnReturn',
  'testedAt',
  'addressesDeclaredAt',
  'directory.updatedAt',
] as const

export const findPartnerDirectory = (
  db: Scoped<'partner' | 'auth'>,
  organisationId: Id<'organisation'>,
): Promise<PartnerDirectory | undefined> =>
  db
    .selectFrom('auth.partnerDirectory as directory')
    .select(columns)
    .where('organisationId', '=', organisationId)
    .executeTakeFirst()

/**
 * The directory that people with an address at a domain sign in at: that of the partner who confirmed the domain first. So
 * nobody who confirms it later, with a mailbox there, draws that partner's people to another directory. A company counts
 * once it is a partner: an application that nobody finishes takes no domain.
 */
export async function findDirectoryOfDomain(
  db: AuthDb,
  domain: string,
): Promise<PartnerDirectory | undefined> {
  const first = db
    .selectFrom('organisationDomain as confirmed')
    .innerJoin('organisation', 'organisation.id', 'confirmed.organisationId')
    .select('confirmed.organisationId')
    .where('confirmed.domain', '=', domain)
    .where('organisation.partnerStatus', 'in', ['active', 'suspended'])
    .orderBy('confirmed.confirmedAt')
    .orderBy('confirmed.organisationId')
    .limit(1)
  return db
    .selectFrom('auth.partnerDirectory as directory')
    .select(columns)
    .where('directory.organisationId', '=', first)
    .executeTakeFirst()
}

/**
 * Saves the directory's settings and turns it off until it is tested: an earlier test was of other settings. From then on
 * people come back to the directory's own redirect address, which the settings showed.
 */
export const savePartnerDirectory = (
  db: PartnerDb,
  directory: Omit<PartnerDirectory, 'isOn' | 'hasOwnReturn' | 'testedAt' | 'updatedAt'>,
  now: Date,
): Promise<unknown> => {
  const { organisationId, ...where } = directory
  const fresh = { ...where, isOn: false, hasOwnReturn: true, testedAt: null, updatedAt: now }
  return db
    .insertInto('auth.partnerDirectory')
    .values({ organisationId, ...fresh })
    .onConflict((conflict) => conflict.column('organisationId').doUpdateSet(fresh))
    .execute()
}

/** Turns the directory on or off; returns whether that changed anything. Only a tested one is turned on. */
export async function switchPartnerDirectory(
  db: PartnerDb,
  organisationId: Id<'organisation'>,
  isOn: boolean,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('auth.partnerDirectory')
    .set({ isOn })
    .where('organisationId', '=', organisationId)
    .where('isOn', '=', !isOn)
    .$if(isOn, (query) => query.where('testedAt', 'is not', null))
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Sets or ends the declaration; returns whether that changed anything. */
export async function declareAddresses(
  db: PartnerDb,
  organisationId: Id<'organisation'>,
  since: Date | null,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('auth.partnerDirectory')
    .set({ addressesDeclaredAt: since })
    .where('organisationId', '=', organisationId)
    .where('addressesDeclaredAt', since ? 'is' : 'is not', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

export const deletePartnerDirectory = (db: PartnerDb, organisationId: Id<'organisation'>): Promise<unknown> =>
  db.deleteFrom('auth.partnerDirectory').where('organisationId', '=', organisationId).execute()

/** Records that a person came back from exactly this directory; returns false when it was changed meanwhile. */
export async function markDirectoryTested(
  db: AuthDb,
  { organisationId, updatedAt }: Pick<PartnerDirectory, 'organisationId' | 'updatedAt'>,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('auth.partnerDirectory')
    .set({ testedAt: now })
    .where('organisationId', '=', organisationId)
    .where('updatedAt', '=', updatedAt)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

export type DirectoryPerson = {
  accountId: Id<'account'>
  email: string
  membershipId: Id<'membership'>
  organisationId: Id<'organisation'>
  roles: Role[]
}

/**
 * The person who may sign in through a directory that is on: an active person of the directory's partner and of no
 * other company, because a partner's directory cannot vouch for people of another company.
 */
export async function findDirectoryPerson(
  db: AuthDb,
  { email, organisationId, accountId }: Partial<Omit<DirectoryPerson, 'membershipId' | 'roles'>>,
): Promise<DirectoryPerson | undefined> {
  const row = await db
    .selectFrom('auth.account as account')
    .innerJoin('auth.membership as membership', 'membership.accountId', 'account.id')
    .innerJoin('auth.partnerDirectory as directory', 'directory.organisationId', 'membership.organisationId')
    .select([
      'account.id as accountId',
      'account.email',
      'membership.id as membershipId',
      'directory.organisationId',
      'membership.roles',
    ])
    .where('account.audience', '=', 'partner')
    .where((eb) =>
      eb.and([
        ...(email === undefined ? [] : [eb('account.email', '=', email)]),
        ...(organisationId === undefined ? [] : [eb('membership.organisationId', '=', organisationId)]),
        ...(accountId === undefined ? [] : [eb('account.id', '=', accountId)]),
      ]),
    )
    .where('membership.status', '=', 'active')
    .where('directory.isOn', '=', true)
    .where(sql<boolean>`not exists (select from auth.membership other
      where other.account_id = account.id and other.organisation_id is distinct from directory.organisation_id)`)
    .executeTakeFirst()
  return row && { ...row, roles: row.roles as Role[] }
}

type DirectoryKey = Pick<PartnerDirectory, 'organisationId' | 'issuer' | 'clientId'>

/** The account that a subject of a directory signs in to; undefined before its first sign-in. */
export async function findBoundAccount(
  db: AuthDb,
  { organisationId, issuer, clientId }: DirectoryKey,
  subject: string,
): Promise<Id<'account'> | undefined> {
  const row = await db
    .selectFrom('auth.directoryIdentity')
    .select('accountId')
    .where('organisationId', '=', organisationId)
    .where('issuer', '=', issuer)
    .where('clientId', '=', clientId)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.accountId
}

/** Ties a subject of a directory to an account; false when one of the two is tied already. */
export async function bindAccount(
  db: AuthDb,
  { organisationId, issuer, clientId }: DirectoryKey,
  { subject, accountId }: { subject: string; accountId: Id<'account'> },
  now: Date,
): Promise<boolean> {
  const bound = await db
    .insertInto('auth.directoryIdentity')
    .values({ organisationId, issuer, clientId, subject, accountId, boundAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('accountId')
    .executeTakeFirst()
  return bound !== undefined
}

/** Unties a removed user: after a restoration the address finds the account once more. */
export const unbindAccount = (db: PartnerDb, accountId: Id<'account'>): Promise<unknown> =>
  db.deleteFrom('auth.directoryIdentity').where('accountId', '=', accountId).execute()

/** The data keys that directories' secrets are sealed with. */
export async function listDirectoryKids(db: AuthDb): Promise<string[]> {
  const rows = await db.selectFrom('auth.partnerDirectory').select('kid').distinct().execute()
  return rows.map(({ kid }) => kid)
}
