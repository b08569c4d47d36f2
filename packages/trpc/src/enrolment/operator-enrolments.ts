import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import type { OperatorDb } from '@entente/db/core/scopes'
import { findEnrolmentDocument } from '@entente/db/enrolment/enrolment-documents'
import { findEnrolmentReview, saveEnrolmentReview } from '@entente/db/enrolment/enrolment-reviews'
import { type Enrolment, saveEnrolment } from '@entente/db/enrolment/enrolments'
import { listApplications } from '@entente/db/enrolment/operator-enrolments'
import type { AuditAction } from '@entente/domain/core/audit-action'
import { advanceContact } from '@entente/domain/enrolment/contact-verification'
import { canHappen, nextActor, whyNotCheck } from '@entente/domain/enrolment/enrolment'
import {
  acceptInput,
  applicationInput,
  applicationListInput,
  assignInput,
  checkInput,
  documentInput,
  rejectInput,
  requestDocumentsInput,
  startReviewInput,
} from '@entente/domain/enrolment/enrolment-input'
import { enqueue } from '@entente/queue/enqueue'
import type { Context } from '../core/context.ts'
import { actorOf } from '../core/gates.ts'
import { type OperatorSession, operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { acceptApplication, rejectApplication } from './application-decision.ts'
import { readApplication } from './application-record.ts'
import { contactFactsOf } from './enrolment-contact.ts'
import { enrolmentFacts, issueContactLink, lockedEnrolment, profileOf, takeStep } from './enrolment-step.ts'

type OperatorContext = Context & { db: OperatorDb; session: OperatorSession }

/** The operator's side of applications (§4.2). Operators share them, so each act names the version that it saw. */
export const operatorEnrolments = t.router({
  list: operatorQuery('enrolments.view')
    .input(applicationListInput)
    .query(async ({ ctx, input: { assignee, olderThanDays, ...wanted } }) => {
      const { applications, nextCursor } = await listApplications(ctx.db, {
        ...wanted,
        ...(assignee && { assignee: assignee === 'me' ? ctx.session.account.id : null }),
        ...(olderThanDays && { before: new Date(ctx.clock().getTime() - olderThanDays * 86_400_000) }),
      })
      return {
        applications: applications.map((application) => ({
          ...application,
          next: nextActor(application.state, application.contactStatus),
        })),
        nextCursor,
      }
    }),

  get: operatorQuery('enrolments.view')
    .input(applicationInput)
    .query(({ ctx, input: { id } }) => readApplication(ctx, ctx.db, id)),

  /** A document with its content in base64; the site serves it as a download, never as a page. */
  document: operatorQuery('enrolments.view')
    .input(documentInput)
    .query(async ({ ctx: { db, documents }, input: { id } }) => {
      const document = await findEnrolmentDocument(db, id)
      if (!document) throw refused({ code: 'not_found' })
      const { organisationId, fileName, mediaType } = document
      const content = await documents.get(db, { organisationId, documentId: id })
      if (!content) throw new Error(`The content of document ${id} is gone.`)
      return { organisationId, fileName, mediaType, content: content.toString('base64') }
    }),

  assign: operatorMutation('enrolments.decide')
    .input(assignInput)
    .mutation(async ({ ctx, input: { id, version, assignee } }) => {
      const enrolment = await lockedEnrolment(ctx.db, id, version)
      const assigneeId = assignee === 'me' ? ctx.session.account.id : null
      await saveEnrolmentReview(ctx.db, id, { assigneeId }, ctx.clock())
      await recordForInstance(ctx, enrolment, 'enrolment.assigned', { assigneeId })
      return {}
    }),

  /** Records one of the two checks of R-082, each with its own result and note; the applicant sees neither. */
  setCheck: operatorMutation('enrolments.decide')
    .input(checkInput)
    .mutation(async ({ ctx, input: { id, version, check, result, note } }) => {
      const enrolment = await lockedEnrolment(ctx.db, id, version)
      const refusal = whyNotCheck(enrolment.state)
      if (refusal) throw refused(refusal)
      const change =
        check === 'profile'
          ? { profileCheck: result, profileNote: note }
          : { authorityCheck: result, authorityNote: note }
      await saveEnrolmentReview(ctx.db, id, change, ctx.clock())
      await recordForInstance(ctx, enrolment, 'enrolment.checked', { check, result, note })
      return {}
    }),

  /** Starts the review, which waits until the contact's address is verified. Assigns it unless it is assigned. */
  startReview: operatorMutation('enrolments.decide')
    .input(startReviewInput)
    .mutation(async ({ ctx, input: { id, version } }) => {
      const enrolment = await lockedEnrolment(ctx.db, id, version)
      const facts = await enrolmentFacts(ctx.db, enrolment)
      await takeStep(ctx, ctx.db, { enrolment, facts, event: 'start_review', side: 'operator' })
      const review = await findEnrolmentReview(ctx.db, id)
      if (!review?.assigneeId)
        await saveEnrolmentReview(ctx.db, id, { assigneeId: ctx.session.account.id }, ctx.clock())
      return {}
    }),

  requestDocuments: operatorMutation('enrolments.decide')
    .input(requestDocumentsInput)
    .mutation(async ({ ctx, input: { id, version, reason, failedFields } }) => {
      const enrolment = await lockedEnrolment(ctx.db, id, version)
      const facts = await enrolmentFacts(ctx.db, enrolment)
      const details = { note: reason, change: { reason, failedFields }, payload: { failedFields } }
      await takeStep(ctx, ctx.db, {
        enrolment,
        facts,
        event: 'request_documents',
        side: 'operator',
        ...details,
      })
      return {}
    }),

  accept: operatorMutation('enrolments.decide', { fresh: true })
    .input(acceptInput)
    .mutation(async ({ ctx, input: { id, version } }) => {
      await acceptApplication(ctx, ctx.db, await lockedEnrolment(ctx.db, id, version))
      return {}
    }),

  reject: operatorMutation('enrolments.decide', { fresh: true })
    .input(rejectInput)
    .mutation(async ({ ctx, input: { id, version, reason, failedFields } }) => {
      const enrolment = await lockedEnrolment(ctx.db, id, version)
      await rejectApplication(ctx, ctx.db, enrolment, { reason, failedFields })
      return {}
    }),

  /** Sends another verification mail to the same contact at once (§4.3); the earlier link stops working. */
  resendVerification: operatorMutation('enrolments.decide')
    .input(startReviewInput)
    .mutation(async ({ ctx, input: { id, version } }) => {
      const enrolment = await lockedEnrolment(ctx.db, id, version)
      const { state } = enrolment
      if (!canHappen(state, 'verify_contact')) throw refused({ code: 'enrolment_state_changed', state })
      await resendVerification(ctx, enrolment)
      return {}
    }),
})

async function resendVerification(ctx: OperatorContext, enrolment: Enrolment): Promise<void> {
  const { organisationId } = enrolment
  const now = ctx.clock()
  const { contactStatus } = await profileOf(ctx.db, organisationId)
  const facts = await contactFactsOf(ctx.db, organisationId, now)
  settled(advanceContact(contactStatus, 'resend', { ...facts, by: 'operator' }))
  const mailId = newId<'outbox'>()
  await issueContactLink(ctx, ctx.db, organisationId, mailId)
  const data = { organisationId, kind: 'verify_contact', to: 'contact' } as const
  await enqueue(ctx.db, [{ id: mailId, name: 'mail.enrolment', data }], now)
  await saveEnrolment(ctx.db, enrolment, {}, now)
  const action = 'enrolment.contact_mail_repeated'
  await insertAudit(
    ctx.db,
    actorOf(ctx),
    [
      { organisationId, action, payload: {} },
      { organisationId: instanceChain, action, payload: { partnerId: organisationId } },
    ],
    now,
  )
}

/** Records an act that the applicant does not see: raises the version, and writes to the instance's own chain only. */
async function recordForInstance(
  ctx: OperatorContext,
  enrolment: Enrolment,
  action: AuditAction,
  payload: Record<string, unknown>,
): Promise<void> {
  const now = ctx.clock()
  await saveEnrolment(ctx.db, enrolment, {}, now)
  const record = { partnerId: enrolment.organisationId, ...payload }
  await insertAudit(ctx.db, actorOf(ctx), [{ organisationId: instanceChain, action, payload: record }], now)
}
