import { documentsWithRow, forgetDocuments, listDeletedDocuments } from '@entente/db/audit/deleted-documents'
import type { Database } from '@entente/db/core/database'
import { asKeeper } from '@entente/db/core/scopes'
import type { DocumentStore } from '@entente/db/enrolment/document-store'

const batchSize = 200
// Far longer than an upload takes: its file is there before its row.
const uploadMs = 24 * 3_600_000

/** Removes the files of marked documents, then their rows. After a crash in between the next run finds no file, and goes on. */
export async function removeDocuments(database: Database, store: DocumentStore | null): Promise<void> {
  for (;;) {
    const keys = await asKeeper(database, (db) => listDeletedDocuments(db, batchSize))
    if (keys.length === 0) return
    if (!store)
      throw new Error(
        'Deleted documents wait for their files to be removed: set DOCUMENTS_FOLDER as the API has it.',
      )
    for (const key of keys) await store.remove(key)
    await asKeeper(database, (db) => forgetDocuments(db, keys))
  }
}

/** Removes files without a row: of uploads that were cut off, and of documents that a restored database does not know. */
export const sweepDocuments = (database: Database, store: DocumentStore, now: Date): Promise<void> =>
  store.sweep(new Date(now.getTime() - uploadMs), (ids) =>
    asKeeper(database, (db) => documentsWithRow(db, ids)),
  )
