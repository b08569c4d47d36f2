import { createHash } from 'node:crypto'
import { insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import type { PartnerDb, Scoped } from '@entente/db/core/scopes'
import { isUniqueViolation } from '@entente/db/core/unique-violation'
import { findDocumentContent, insertDocumentContent } from '@entente/db/enrolment/document-store'
import {
  findEnrolmentDocument,
  insertEnrolmentDocument,
  listEnrolmentDocuments,
} from '@entente/db/enrolment/enrolment-documents'
import { insertConsent } from '@entente/db/enrolment/enrolment-reviews'
import { type Enrolment, findEnrolment, saveEnrolment } from '@entente/db/enrolment/enrolments'
import type { Id } from '@entente/domain/core/id'
import { canHappen, type EnrolmentState } from '@entente/domain/enrolment/enrolment'
import {
  appealInput,
  consentInput,
  documentInput,
  documentLimits,
  provideDocumentsInput,
  uploadInput,
} from '@entente/domain/enrolment/enrolment-input'
import { isDraft } from '@entente/domain/enrolment/enrolment-parts'
import { evidenceFor } from '@entente/domain/enrolment/evidence'
import { openStates } from '@entente/domain/enrolment/next-actor'
import type { z } from 'zod'
import type { Context, RequestContext } from '../core/context.ts'
import { documentTypeOf } from '../core/document-type.ts'
import { actorOf, inTenant, type PartnerSession, partnerMutation, permitted } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { type ApplicantCtx, lock, recordAct, step } from './application.ts'

/** Whether a document or a consent can be added: until the operator has decided, and for an appeal. */
export const takesDocuments = (state: EnrolmentState): boolean =>
  isDraft(state) || openStates.includes(state) || canHappen(state, 'appeal')

/** Documents of an application, and the answers to the operator that come with them. */
export const enrolmentDocuments = {
  /** Accepts a file by its content, whatever its name says. The name never becomes a path. */
  uploadDocument: partnerMutation('enrolment.manage')
    .input(uploadInput)
    .prepare(async ({ ctx, input }) => {
      const content = Buffer.from(input.content, 'base64')
      const mediaType = await documentTypeOf(content)
      const { session, outside } = ctx
      const id = newId<'enrolment_document'>()
      if (outside.documents) {
        const organisationId = session.organisation.id
        // Checked before too: refused uploads must not fill the store.
        await inTenant(ctx, session, undefined, async (db) =>
          refuseMore(db, await findEnrolment(db, organisationId)),
        )
        await outside.documents.put({ organisationId, documentId: id }, content)
      }
      return { id, content, mediaType, isStored: outside.documents !== null }
    })
    .mutation(async ({ ctx, input, prepared: { id, content, mediaType, isStored } }) => {
      const application = await lock(ctx, ctx.session.organisation.id)
      const { organisationId } = application.enrolment
      await refuseMore(ctx.db, application.enrolment)
      const { kind, comment, name: fileName } = input
      const sha256 = createHash('sha256').update(content).digest()
      const size = content.length
      await insertEnrolmentDocument(ctx.db, {
        ...{ id, organisationId, kind, comment, fileName, mediaType, size, sha256 },
        ...{ uploadedBy: ctx.session.account.id, uploadedAt: application.now },
      })
      if (!isStored) await insertDocumentContent(ctx.db, { organisationId, documentId: id }, content)
      const payload = { documentId: id, kind, size, mediaType, sha256: sha256.toString('hex') }
      // The new version tells the reviewer that the open page does not show this document.
      await saveEnrolment(ctx.db, application.enrolment, {}, application.now)
      await recordAct(ctx, application, 'enrolment.document_uploaded', payload)
      return { id }
    }),

  /** Consents to a check of the operator's; once given, a consent stays. */
  giveConsent: partnerMutation('enrolment.manage')
    .input(consentInput)
    .mutation(async ({ ctx, input: { check } }) => {
      const application = await lock(ctx, ctx.session.organisation.id)
      const { enrolment, given, now } = application
      const { organisationId, state } = enrolment
      const asked = given.asked.find((one) => one === check)
      if (!asked || !evidenceFor(asked).consent) throw refused({ code: 'not_found' })
      if (!takesDocuments(state)) throw refused({ code: 'enrolment_state_changed', state })
      if (given.consents.includes(check)) return {}
      const accountId = ctx.session.account.id
      await insertConsent(ctx.db, { organisationId, name: check, accountId, givenAt: now })
      // The new version tells the reviewer that the open page does not show this consent.
      await saveEnrolment(ctx.db, enrolment, {}, now)
      await recordAct(ctx, application, 'enrolment.consent_given', { check })
      return {}
    }),

  /** One of the company's own documents with its content, in base64. */
  document: permitted<PartnerSession>('partner', 'enrolment.manage')
    .input(documentInput)
    .query(async ({ ctx, input: { id } }) => {
      const { document, content } = await readDocument(ctx, id, (work) =>
        inTenant(ctx, ctx.session, undefined, work),
      )
      if (!content) throw refused({ code: 'not_found' })
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

/** Refuses one more document when the application takes none now, or has as many as it may. */
async function refuseMore(db: PartnerDb, enrolment: Enrolment | undefined): Promise<void> {
  if (!enrolment) throw refused({ code: 'not_found' })
  const { organisationId, state } = enrolment
  if (!takesDocuments(state)) throw refused({ code: 'enrolment_state_changed', state })
  const existing = await listEnrolmentDocuments(db, organisationId)
  if (existing.length >= documentLimits.perApplication)
    throw refused({ code: 'document_refused', reason: 'too_many' })
}

type ReaderDb = Scoped<'partner' | 'operator'>

/**
 * A document that the reader's scope sees, with its content from the database, or after the transaction from the store. The
 * company's audit says who read it.
 */
export async function readDocument(
  ctx: RequestContext & Context,
  id: Id<'enrolment_document'>,
  inScope: <T>(work: (db: ReaderDb) => Promise<T>) => Promise<T>,
) {
  const [document, kept] = await inScope(async (db) => {
    const found = await findEnrolmentDocument(db, id)
    if (!found) throw refused({ code: 'not_found' })
    const { organisationId, kind } = found
    const payload = { documentId: id, kind }
    await insertAudit(
      db,
      actorOf(ctx),
      [{ organisationId, action: 'enrolment.document_read', payload }],
      ctx.now,
    )
    return [found, await findDocumentContent(db, { organisationId, documentId: id })] as const
  })
  const { organisationId } = document
  return { document, content: kept ?? (await ctx.outside.documents?.get({ organisationId, documentId: id })) }
}

async function answerOperator(
  ctx: ApplicantCtx,
  event: 'provide_documents' | 'appeal',
  { version, comment }: z.output<typeof provideDocumentsInput>,
) {
  const application = await lock(ctx, ctx.session.organisation.id, version)
  const change = { reason: null, failedFields: [] }
  await step(ctx, application, event, { note: comment, change }).catch((error: unknown) => {
    // A rejected application gave its MPN ID free, and another company took it.
    if (isUniqueViolation(error)) throw refused({ code: 'mpn_in_use' })
    throw error
  })
  return {}
}
