import type { Id } from '@entente/domain/core/id'
import { newId } from '../core/new-id.ts'
import type { KeeperDb, OperatorDb, Scoped } from '../core/scopes.ts'

export type DeauthorisationNotice = { id: Id<'deauthorisation_notice'>; reason: string; endsAt: Date }

/** The partner's notice that was not withdrawn; there is one at most. */
export const findOpenNotice = (
  db: Scoped<'operator' | 'partner'>,
  partnerId: Id<'organisation'>,
): Promise<DeauthorisationNotice | undefined> =>
  db
    .selectFrom('deauthorisationNotice')
    .select(['id', 'reason', 'endsAt'])
    .where('partnerId', '=', partnerId)
    .where('withdrawnAt', 'is', null)
    .executeTakeFirst()

export async function insertNotice(
  db: OperatorDb,
  notice: {
    partnerId: Id<'organisation'>
    reason: string
    endsAt: Date
    announcedBy: Id<'account'>
    nextWarningAt: Date | null
  },
  now: Date,
): Promise<Id<'deauthorisation_notice'>> {
  const id = newId<'deauthorisation_notice'>()
  await db
    .insertInto('deauthorisationNotice')
    .values({ ...notice, id, announcedAt: now })
    .execute()
  return id
}

export const withdrawNotice = (
  db: OperatorDb,
  id: Id<'deauthorisation_notice'>,
  by: Id<'account'>,
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('deauthorisationNotice')
    .set({ withdrawnAt: now, withdrawnBy: by })
    .where('id', '=', id)
    .execute()

/** Locks open notices whose next warning is due: two workers never take the same one. */
export const lockDueNotices = (
  db: KeeperDb,
  now: Date,
  limit: number,
): Promise<{ id: Id<'deauthorisation_notice'>; partnerId: Id<'organisation'>; endsAt: Date }[]> =>
  db
    .selectFrom('deauthorisationNotice')
    .select(['id', 'partnerId', 'endsAt'])
    .where('withdrawnAt', 'is', null)
    .where('nextWarningAt', '<=', now)
    .orderBy('nextWarningAt')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()

export const saveNextWarning = (
  db: KeeperDb,
  id: Id<'deauthorisation_notice'>,
  nextWarningAt: Date | null,
): Promise<unknown> =>
  db.updateTable('deauthorisationNotice').set({ nextWarningAt }).where('id', '=', id).execute()
