import type { Id } from '@entente/domain/core/id'
import type { PartnerDb, Scoped } from '../core/scopes.ts'

/** A document and the company that it belongs to. */
export type DocumentKey = {
  organisationId: Id<'organisation'>
  documentId: Id<'enrolment_document'> | Id<'service_request_document'>
}

/**
 * Stores the content of uploaded documents outside the database: written before the transaction that writes a document's
 * row, read after the one that read it. A person who may see the row may see its content.
 */
export type DocumentStore = {
  put: (key: DocumentKey, content: Buffer) => Promise<void>
  get: (key: DocumentKey) => Promise<Buffer | undefined>
  /** Removes the content for good; does nothing when it is gone already. */
  remove: (key: DocumentKey) => Promise<void>
  /**
   * Removes everything that was stored before a moment and has no row. `withRow` says which of some documents have one.
   */
  sweep: (before: Date, withRow: (ids: string[]) => Promise<Set<string>>) => Promise<void>
}

type EnrolmentKey = DocumentKey & { documentId: Id<'enrolment_document'> }

/** Keeps the content in the database, so that one backup has everything. */
export const insertDocumentContent = (db: PartnerDb, key: EnrolmentKey, content: Buffer): Promise<unknown> =>
  db
    .insertInto('enrolmentDocumentContent')
    .values({ ...key, content })
    .execute()

/** The content that the database keeps; undefined when a document store keeps it. */
export async function findDocumentContent(
  db: Scoped<'partner' | 'operator'>,
  { organisationId, documentId }: EnrolmentKey,
): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('enrolmentDocumentContent')
    .select('content')
    .where('organisationId', '=', organisationId)
    .where('documentId', '=', documentId)
    .executeTakeFirst()
  return row?.content
}
