import type { Id } from '@entente/domain/core/id'
import { type RawBuilder, sql } from 'kysely'
import type { KeeperDb } from '../core/scopes.ts'

type DocumentKey = {
  organisationId: Id<'organisation'>
  documentId: Id<'enrolment_document'> | Id<'service_request_document'>
}

/**
 * Deletes the documents that a condition on `document` selects, and returns how many. Where the database keeps the content
 * it goes at once. Otherwise the row is marked and emptied, so that a crash cannot lose track of the file in the folder.
 */
export async function deleteDocuments(db: KeeperDb, which: RawBuilder<unknown>, now: Date): Promise<number> {
  const gone = await sql`delete from enrolment_document document where ${which} and exists (
    select from enrolment_document_content content where content.document_id = document.id)`.execute(db)
  const marked =
    await sql`update enrolment_document document set deleted_at = ${now}, file_name = '', comment = ''
    where ${which} and deleted_at is null`.execute(db)
  return Number((gone.numAffectedRows ?? 0n) + (marked.numAffectedRows ?? 0n))
}

/** As `deleteDocuments`, for attachments of service requests. */
export async function deleteAttachments(
  db: KeeperDb,
  which: RawBuilder<unknown>,
  now: Date,
): Promise<number> {
  const gone = await sql`delete from service_request_document document where ${which} and exists (
    select from service_request_document_content content where content.document_id = document.id)`.execute(db)
  const marked = await sql`update service_request_document document set deleted_at = ${now}, file_name = ''
    where ${which} and deleted_at is null`.execute(db)
  return Number((gone.numAffectedRows ?? 0n) + (marked.numAffectedRows ?? 0n))
}

/** Documents whose file is still to be removed. */
export async function listDeletedDocuments(db: KeeperDb, limit: number): Promise<DocumentKey[]> {
  const { rows } = await sql<DocumentKey>`
    select organisation_id, id as document_id, deleted_at from enrolment_document where deleted_at is not null
    union all select partner_id, id, deleted_at from service_request_document where deleted_at is not null
    order by deleted_at limit ${limit}`.execute(db)
  return rows.map(({ organisationId, documentId }) => ({ organisationId, documentId }))
}

/** Deletes the rows of documents whose files are gone. */
export async function forgetDocuments(db: KeeperDb, keys: DocumentKey[]): Promise<void> {
  const ids = keys.map(({ documentId }) => documentId)
  for (const table of ['enrolment_document', 'service_request_document'])
    await sql`delete from ${sql.table(table)} where id = any(${ids}::uuid[]) and deleted_at is not null`.execute(
      db,
    )
}

/** Which of these documents have a row, marked or not. */
export async function documentsWithRow(db: KeeperDb, ids: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from enrolment_document where id = any(${ids}::uuid[])
    union all select id from service_request_document where id = any(${ids}::uuid[])`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
