import type { Id } from '@entente/domain/core/id'
import type { PartnerDb, Scoped } from '../core/scopes.ts'

type ReaderDb = Scoped<'partner' | 'operator'>
type Key = { partnerId: Id<'organisation'>; documentId: Id<'service_request_document'> }

const documents = (db: ReaderDb) =>
  db
    .selectFrom('serviceRequestDocument')
    .select(['id', 'noteId', 'serviceRequestId', 'partnerId', 'fileName', 'mediaType', 'size'])

/** The attachments of a request, the oldest first; their content is in the document store. */
export const listRequestDocuments = (db: ReaderDb, id: Id<'service_request'>) =>
  documents(db).where('serviceRequestId', '=', id).orderBy('id').execute()

export const findRequestDocument = (db: ReaderDb, id: Id<'service_request_document'>) =>
  documents(db).where('id', '=', id).executeTakeFirst()

export type NewRequestDocument = {
  id: Id<'service_request_document'>
  noteId: Id<'service_request_note'>
  serviceRequestId: Id<'service_request'>
  partnerId: Id<'organisation'>
  fileName: string
  mediaType: string
  size: number
  sha256: Buffer
  uploadedBy: Id<'account'>
}

/** Records an attachment; `content` where the database keeps it. */
export async function insertRequestDocument(
  db: PartnerDb,
  document: NewRequestDocument,
  content: Buffer | null,
): Promise<void> {
  await db.insertInto('serviceRequestDocument').values(document).execute()
  const { id: documentId, partnerId } = document
  if (content)
    await db.insertInto('serviceRequestDocumentContent').values({ documentId, partnerId, content }).execute()
}

/** The content that the database keeps; undefined when a document store keeps it. */
export async function findRequestDocumentContent(
  db: ReaderDb,
  { partnerId, documentId }: Key,
): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('serviceRequestDocumentContent')
    .select('content')
    .where('partnerId', '=', partnerId)
    .where('documentId', '=', documentId)
    .executeTakeFirst()
  return row?.content
}
