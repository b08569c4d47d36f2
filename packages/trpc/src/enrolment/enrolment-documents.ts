import { createHash } from 'node:crypto'
import { newId } from '@entente/db/core/new-id'
import {
  findEnrolmentDocument,
  insertEnrolmentDocument,
  listEnrolmentDocuments,
} from '@entente/db/enrolment/enrolment-documents'
import { canHappen, type EnrolmentState } from '@entente/domain/enrolment/enrolment'
import {
  appealInput,
  documentInput,
  documentLimits,
  documentTypes,
  provideDocumentsInput,
  uploadInput,
} from '@entente/domain/enrolment/enrolment-input'
import { fileTypeFromBuffer } from 'file-type'
import type { z } from 'zod'
import { partnerMutation, partnerQuery } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { type ApplicantCtx, lock, recordAct, step } from './application.ts'

/** Whether a document can be added: as long as a decision is possible. */
export const takesDocuments = (state: EnrolmentState): boolean =>
  canHappen(state, 'provide_documents') || canHappen(state, 'appeal') || canHappen(state, 'accept')

/** Documents of an application, and the answers to the operator that come with them. */
export const enrolmentDocuments = {
  /** Accepts a file by its content, whatever its name says. The name never becomes a path. */
  uploadDocument: partnerMutation('enrolment.manage')
    .input(uploadInput)
    .mutation(async ({ ctx, input }) => {
      const content = Buffer.from(input.content, 'base64')
      const mediaType = await typeOf(content)
      const application = await lock(ctx, ctx.session.organisation.id)
      const { organisationId, state } = application.enrolment
      if (!takesDocuments(state)) throw refused({ code: 'enrolment_state_changed', state })
      const existing = await listEnrolmentDocuments(ctx.db, organisationId)
      if (existing.length >= documentLimits.perApplication)
        throw refused({ code: 'document_refused', reason: 'too_many' })
      const id = newId<'enrolment_document'>()
      const { kind, comment, name: fileName } = input
      const sha256 = createHash('sha256').update(content).digest()
      const size = content.length
      await insertEnrolmentDocument(ctx.db, {
        ...{ id, organisationId, kind, comment, fileName, mediaType, size, sha256 },
        ...{ uploadedBy: ctx.session.account.id, uploadedAt: application.now },
      })
      await ctx.documents.put(ctx.db, { organisationId, documentId: id }, content)
      const payload = { documentId: id, kind, size, mediaType, sha256: sha256.toString('hex') }
      await recordAct(ctx, application, 'enrolment.document_uploaded', payload)
      return { id }
    }),

  /** One of the company's own documents with its content, in base64. */
  document: partnerQuery('enrolment.manage')
    .input(documentInput)
    .query(async ({ ctx, input: { id } }) => {
      const document = await findEnrolmentDocument(ctx.db, id)
      const content =
        document &&
        (await ctx.documents.get(ctx.db, { organisationId: document.organisationId, documentId: id }))
      if (!document || !content) throw refused({ code: 'not_found' })
      const { fileName, mediaType } = document
      return { fileName, mediaType, content: content.toString('base64') }
    }),

  /** "Fix now": sends what was asked for; the review goes on. */
  provideDocuments: partnerMutation('enrolment.manage')
    .input(provideDocumentsInput)
    .mutation(({ ctx, input }) => answerOperator(ctx, 'provide_documents', input)),

  appeal: partnerMutation('enrolment.manage')
    .input(appealInput)
    .mutation(({ ctx, input }) => answerOperator(ctx, 'appeal', input)),
}

async function answerOperator(
  ctx: ApplicantCtx,
  event: 'provide_documents' | 'appeal',
  { version, comment }: z.output<typeof provideDocumentsInput>,
) {
  const application = await lock(ctx, ctx.session.organisation.id, version)
  await step(ctx, application, event, { note: comment, change: { reason: null, failedFields: [] } })
  return {}
}

async function typeOf(content: Buffer): Promise<string> {
  if (content.length === 0) throw refused({ code: 'document_refused', reason: 'empty' })
  if (content.length > documentLimits.bytes) throw refused({ code: 'document_refused', reason: 'too_large' })
  const found = await fileTypeFromBuffer(content)
  const type = documentTypes.find((known) => known === found?.mime)
  if (!type) throw refused({ code: 'document_refused', reason: 'type' })
  return type
}
