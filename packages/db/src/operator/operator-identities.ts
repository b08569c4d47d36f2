import type { Id } from '@entente/domain/core/id'
import type { Role } from '@entente/domain/core/role'
import type { AuthDb } from '../core/scopes.ts'

type IssuerKey = { issuer: string; clientId: string }

export type OperatorPerson = {
  accountId: Id<'account'>
  email: string
  membershipId: Id<'membership'>
  organisationId: null
  roles: Role[]
}

/** The operator of an account or of an address, with or without a password. */
export async function findOperator(
  db: AuthDb,
  by: { accountId: Id<'account'> } | { email: string },
): Promise<OperatorPerson | undefined> {
  const row = await db
    .selectFrom('auth.account as account')
    .innerJoin('auth.membership as membership', 'membership.accountId', 'account.id')
    .select(['account.id as accountId', 'account.email', 'membership.id as membershipId', 'membership.roles'])
    .where('account.audience', '=', 'operator')
    .where('membership.status', '=', 'active')
    .where((eb) => ('email' in by ? eb('account.email', '=', by.email) : eb('account.id', '=', by.accountId)))
    .executeTakeFirst()
  return row && { ...row, organisationId: null, roles: row.roles as Role[] }
}

/** The account that a subject of the issuer signs in to; undefined before its first sign-in. */
export async function findBoundOperator(
  db: AuthDb,
  { issuer, clientId }: IssuerKey,
  subject: string,
): Promise<Id<'account'> | undefined> {
  const row = await db
    .selectFrom('auth.operatorIdentity')
    .select('accountId')
    .where('issuer', '=', issuer)
    .where('clientId', '=', clientId)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.accountId
}

/** Ties a subject of the issuer to an account; false when one of the two is tied already. */
export async function bindOperator(
  db: AuthDb,
  { issuer, clientId }: IssuerKey,
  { subject, accountId }: { subject: string; accountId: Id<'account'> },
  now: Date,
): Promise<boolean> {
  const bound = await db
    .insertInto('auth.operatorIdentity')
    .values({ issuer, clientId, subject, accountId, boundAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('accountId')
    .executeTakeFirst()
  return bound !== undefined
}
