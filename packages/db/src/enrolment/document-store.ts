import type { Id } from '@entente/domain/core/id'
import type { PartnerDb, Scoped } from '../core/scopes.ts'

/** A document and the company that it belongs to. */
export type DocumentKey = { organisationId: Id<'organisation'>; documentId: Id<'enrolment_document'> }

/**
 * Stores the content of uploaded documents. Both functions are called in the transaction that reads or writes the
 * document's row: a person who may see the row may see its content.
 */
export type DocumentStore = {
  put: (db: PartnerDb, key: DocumentKey, content: Buffer) => Promise<void>
  get: (db: Scoped<'partner' | 'operator'>, key: DocumentKey) => Promise<Buffer | undefined>
}

/** Keeps the content in the database, so that one backup has everything. */
export const databaseDocuments: DocumentStore = {
  async put(db, key, content) {
    await db
      .insertInto('enrolmentDocumentContent')
      .values({ ...key, content })
      .execute()
  },
  async get(db, { organisationId, documentId }) {
    const row = await db
      .selectFrom('enrolmentDocumentContent')
      .select('content')
      .where('organisationId', '=', organisationId)
      .where('documentId', '=', documentId)
      .executeTakeFirst()
    return row?.content
  },
}
