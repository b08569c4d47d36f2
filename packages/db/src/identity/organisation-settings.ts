import type { Id } from '@entente/domain/core/id'
import { sql } from 'kysely'
import type { AuthDb, Scoped } from '../core/scopes.ts'

/** Whether everybody at a partner or customer needs a second factor to sign in. */
export async function isSecondFactorRequired(
  db: Scoped<'partner' | 'customer' | 'auth'>,
  organisationId: Id<'organisation'>,
): Promise<boolean> {
  const row = await db
    .selectFrom('organisationSetting')
    .select('secondFactorRequired')
    .where('organisationId', '=', organisationId)
    .executeTakeFirst()
  return row?.secondFactorRequired ?? false
}

// An organisation has no row until it first requires a factor, so there is none to lock.
const policyOf = (organisationId: Id<'organisation'>) =>
  sql`hashtextextended(${`second factor of ${organisationId}`}, 0)`

/** Until the transaction ends, whether a second factor is required does not change. */
export const holdSecondFactorPolicy = (db: AuthDb, organisationId: Id<'organisation'>): Promise<unknown> =>
  sql`select pg_advisory_xact_lock_shared(${policyOf(organisationId)})`.execute(db)

/** Waits for the sign-ins that have begun: what is read and ended after it includes their sessions. */
export const lockSecondFactorPolicy = (
  db: Scoped<'partner' | 'customer'>,
  organisationId: Id<'organisation'>,
): Promise<unknown> => sql`select pg_advisory_xact_lock(${policyOf(organisationId)})`.execute(db)

export const saveSecondFactorRequired = (
  db: Scoped<'partner' | 'customer'>,
  organisationId: Id<'organisation'>,
  secondFactorRequired: boolean,
  now: Date,
): Promise<unknown> =>
  db
    .insertInto('organisationSetting')
    .values({ organisationId, secondFactorRequired, updatedAt: now })
    .onConflict((conflict) =>
      conflict.column('organisationId').doUpdateSet({ secondFactorRequired, updatedAt: now }),
    )
    .execute()
