import type { Id } from '@entente/domain/core/id'
import type { DraftEdits } from '@entente/domain/relationship/saved-draft'
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

/** How many a page lists; retention deletes the oldest. */
const listedMax = 50

const drafts = (db: PartnerDb, partnerId: Id<'organisation'>) =>
  db
    .selectFrom('requestDraft as draft')
    .innerJoin('auth.account as account', 'account.id', 'draft.savedBy')
    .select(['draft.id', 'draft.version', 'draft.edits', 'draft.savedAt', 'account.name as savedBy'])
    .where('draft.partnerId', '=', partnerId)
    // saveDraft is the only writer of edits.
    .$narrowType<{ id: Id<'request_draft'>; edits: DraftEdits }>()

export const listDrafts = (db: PartnerDb, partnerId: Id<'organisation'>): Promise<SavedDraft[]> =>
  drafts(db, partnerId).orderBy('draft.savedAt', 'desc').limit(listedMax).execute()

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
