import type { Id } from '@entente/domain/core/id'
import type { Scoped } from '../core/scopes.ts'

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
