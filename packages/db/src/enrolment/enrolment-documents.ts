import type { Id } from '@entente/domain/core/id'
import type { DocumentKind } from '@entente/domain/enrolment/enrolment-input'
import type { PartnerDb, Scoped } from '../core/scopes.ts'

export type EnrolmentDocument = {
  id: Id<'enrolment_document'>
  organisationId: Id<'organisation'>
  kind: DocumentKind
  comment: string
  fileName: string
  mediaType: string
  size: number
  sha256: Buffer
  uploadedBy: Id<'account'>
  uploadedAt: Date
}

type ReaderDb = Scoped<'partner' | 'operator'>

const columns = [
  'id',
  'organisationId',
  'kind',
  'comment',
  'fileName',
  'mediaType',
  'size',
  'sha256',
  'uploadedBy',
  'uploadedAt',
] as const

/** The documents of an application, the oldest first; their content is in the document store. */
export async function listEnrolmentDocuments(
  db: ReaderDb,
  organisationId: Id<'organisation'>,
): Promise<EnrolmentDocument[]> {
  const rows = await db
    .selectFrom('enrolmentDocument')
    .select(columns)
    .where('organisationId', '=', organisationId)
    .orderBy('id')
    .execute()
  // A check constraint limits the kinds to those of the type.
  return rows as EnrolmentDocument[]
}

export async function findEnrolmentDocument(
  db: ReaderDb,
  id: Id<'enrolment_document'>,
): Promise<EnrolmentDocument | undefined> {
  const row = await db.selectFrom('enrolmentDocument').select(columns).where('id', '=', id).executeTakeFirst()
  return row as EnrolmentDocument | undefined
}

export const insertEnrolmentDocument = (db: PartnerDb, document: EnrolmentDocument): Promise<unknown> =>
  db.insertInto('enrolmentDocument').values(document).execute()

/** Whether a document was uploaded since a moment, such as the operator's last request or decision. */
export async function hasDocumentSince(
  db: ReaderDb,
  organisationId: Id<'organisation'>,
  since: Date,
): Promise<boolean> {
  const row = await db
    .selectFrom('enrolmentDocument')
    .select('id')
    .where('organisationId', '=', organisationId)
    .where('uploadedAt', '>=', since)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
