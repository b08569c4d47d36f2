import type { Id } from '@entente/domain/core/id'
import type { DocumentKind } from '@entente/domain/enrolment/enrolment-input'
import type { Row } from '../core/row.ts'
import type * as schema from '../core/schema.gen.ts'
import type { PartnerDb, Scoped } from '../core/scopes.ts'

// A check constraint limits the kinds.
type Narrowed = { kind: DocumentKind }

// A policy hides the deleted ones.
export type EnrolmentDocument = Omit<Row<schema.EnrolmentDocument, Narrowed>, 'deletedAt'>

type ReaderDb = Scoped<'partner' | 'operator'>

const documents = (db: ReaderDb) =>
  db
    .selectFrom('enrolmentDocument')
    .select([
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
    ])
    .$narrowType<Narrowed>()

/** The documents of an application, the oldest first; their content is in the document store. */
export const listEnrolmentDocuments = (
  db: ReaderDb,
  organisationId: Id<'organisation'>,
): Promise<EnrolmentDocument[]> =>
  documents(db).where('organisationId', '=', organisationId).orderBy('id').execute()

export const findEnrolmentDocument = (
  db: ReaderDb,
  id: Id<'enrolment_document'>,
): Promise<EnrolmentDocument | undefined> => documents(db).where('id', '=', id).executeTakeFirst()

export const insertEnrolmentDocument = (db: PartnerDb, document: EnrolmentDocument): Promise<unknown> =>
  db.insertInto('enrolmentDocument').values(document).execute()
