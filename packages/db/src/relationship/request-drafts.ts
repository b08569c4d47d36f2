import type { Id } from '@entente/domain/core/id'
import type { DraftEdits } from '@entente/domain/relationship/saved-draft'
import { sql } from 'kysely'
import type { PartnerDb } from '../core/scopes.ts'

export type SavedDraft = {
  id: Id<'request_draft'>
  version: number
  edits: DraftEdits
  savedAt: Date
  /** The name of the last editor. */
  savedBy: string
}

type Save = {
  partnerId: Id<'organisation'>
  id: Id<'request_draft'>
  version: number
  edits: DraftEdits
  savedBy: Id<'account'>
  savedAt: Date
}

/** How many a page lists, and how many a partner keeps: a new one beyond that takes the place of the oldest. */
const listedMax = 50
const keptMax = 500

const drafts = (db: PartnerDb, partnerId: Id<'organisation'>) =>
  db
    .selectFrom('requestDraft as draft')
    .innerJoin('auth.account as account', 'account.id', 'draft.savedBy')
    .select(['draft.id', 'draft.version', 'draft.edits', 'draft.savedAt', 'account.name as savedBy'])
    .where('draft.partnerId', '=', partnerId)
    // saveDraft is the only writer of edits.
    .$narrowType<{ id: Id<'request_draft'>; edits: DraftEdits }>()

/** The newest ones, of those that ask for privileges only if `withPrivileges`. */
export const listDrafts = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  withPrivileges: boolean,
): Promise<SavedDraft[]> =>
  drafts(db, partnerId)
    .$if(!withPrivileges, (query) =>
      query.where(sql<boolean>`not (draft.edits ->> 'withPrivileges')::boolean`),
    )
    .orderBy('draft.savedAt', 'desc')
    .limit(listedMax)
    .execute()

export const findDraft = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  id: Id<'request_draft'>,
): Promise<SavedDraft | undefined> => drafts(db, partnerId).where('draft.id', '=', id).executeTakeFirst()

/** Locks the row: of two people who save at once, the second one sees what the first one wrote. */
export const lockDraft = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  id: Id<'request_draft'>,
): Promise<SavedDraft | undefined> =>
  drafts(db, partnerId).where('draft.id', '=', id).forUpdate('draft').executeTakeFirst()

export const saveDraft = (db: PartnerDb, { edits, ...row }: Save): Promise<unknown> => {
  const { version, savedBy, savedAt } = row
  const written = JSON.stringify(edits)
  return db
    .insertInto('requestDraft')
    .values({ ...row, edits: written })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({ version, savedBy, savedAt, edits: written }),
    )
    .execute()
}

/** Deletes the oldest drafts beyond those that a partner keeps. */
export const dropOldestDrafts = (db: PartnerDb, partnerId: Id<'organisation'>): Promise<unknown> =>
  db
    .deleteFrom('requestDraft')
    .where('partnerId', '=', partnerId)
    .where('id', 'in', (of) =>
      of
        .selectFrom('requestDraft')
        .select('id')
        .where('partnerId', '=', partnerId)
        .orderBy('savedAt', 'desc')
        .offset(keptMax),
    )
    .execute()

/** Deletes a draft; false if it is gone, or has another version than the given one. */
export async function deleteDraft(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  { id, version }: { id: Id<'request_draft'>; version?: number | undefined },
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('requestDraft')
    .where('partnerId', '=', partnerId)
    .where('id', '=', id)
    .$if(version !== undefined, (query) => query.where('version', '=', version as number))
    .executeTakeFirstOrThrow()
  return numDeletedRows === 1n
}
