import type { Id } from '@entente/domain/core/id'
import type { PartnerDb, Scoped } from '../core/scopes.ts'

/** Whether everybody at a partner needs a second factor to sign in. */
export async function isSecondFactorRequired(
  db: Scoped<'partner' | 'auth'>,
  organisationId: Id<'organisation'>,
): Promise<boolean> {
  const row = await db
    .selectFrom('partnerSetting')
    .select('secondFactorRequired')
    .where('organisationId', '=', organisationId)
    .executeTakeFirst()
  return row?.secondFactorRequired ?? false
}

export const saveSecondFactorRequired = (
  db: PartnerDb,
  organisationId: Id<'organisation'>,
  secondFactorRequired: boolean,
  now: Date,
): Promise<unknown> =>
  db
    .insertInto('partnerSetting')
    .values({ organisationId, secondFactorRequired, updatedAt: now })
    .onConflict((conflict) =>
      conflict.column('organisationId').doUpdateSet({ secondFactorRequired, updatedAt: now }),
    )
    .execute()
