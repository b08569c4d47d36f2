import { randomInt } from 'node:crypto'
import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { asOperator, type OperatorDb } from '@entente/db/core/scopes'
import { saveAssignee, saveCheck } from '@entente/db/enrolment/enrolment-reviews'
import { saveEnrolment } from '@entente/db/enrolment/enrolments'
import {
  listApplications,
  savePartnerNumber,
  saveVerifiedCompanyProfile,
} from '@entente/db/enrolment/operator-enrolments'
import { confirmCompanyProfile, restoreCompanyProfile } from '@entente/db/enrolment/partner-profiles'
import { consumeContactLinks } from '@entente/db/identity/one-time-links'
import { insertPartnerLinks } from '@entente/db/relationship/relationship-links'
import type { AuditAction } from '@entente/domain/core/audit-action'
import type { Id } from '@entente/domain/core/id'
import { deadlineOf, isTooSoon } from '@entente/domain/enrolment/deadline'
import { whyNotCheck } from '@entente/domain/enrolment/enrolment'
import {
  acceptApplicationInput,
  applicationInput,
  applicationListInput,
  assignInput,
  checkInput,
  closeApplicationInput,
  documentInput,
  rejectApplicationInput,
  requestDocumentsInput,
  setDeadlineInput,
  startReviewInput,
} from '@entente/domain/enrolment/enrolment-input'
import { fieldsToName } from '@entente/domain/enrolment/enrolment-parts'
import { whyNotPass } from '@entente/domain/enrolment/evidence'
import { nextActor } from '@entente/domain/enrolment/next-actor'
import type { z } from 'zod'
import type { Context } from '../core/context.ts'
import { actorOf, permitted } from '../core/gates.ts'
import { type OperatorSession, operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { type Application, lock, resendVerification, step } from './application.ts'
import { recordOf, reviewOf } from './application-review.ts'
import { confirmDomain } from './confirmed-domain.ts'
import { readDocument } from './enrolment-documents.ts'
import { readApplication } from './reviewed-application.ts'

type OperatorContext = Context & { db: OperatorDb; session: OperatorSession }

/** The operator's side of applications (§4.2). Operators share them, so each act names the version that it saw. */
export const operatorEnrolments = t.router({
  list: operatorQuery('enrolments.view', { from: 'replica' })
    .input(applicationListInput)
    .query(async ({ ctx, input: { assignee, olderThanDays, ...wanted } }) => {
      const { applications, nextCursor } = await listApplications(ctx.db, {
        ...wanted,
        ...(assignee && { assignee: assignee === 'me' ? ctx.session.account.id : null }),
        ...(olderThanDays && { before: new Date(ctx.now.getTime() - olderThanDays * 86_400_000) }),
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
    .query(({ ctx, input: { id } }) => readApplication(ctx, id)),

  /** A document with its content in base64; the site serves it as a download, never as a page. */
  document: permitted<OperatorSession>('operator', 'enrolments.view')
    .input(documentInput)
    .query(async ({ ctx, input: { id } }) => {
      const { document, content } = await readDocument(ctx, id, (work) =>
        asOperator(ctx.database, ctx.session.account.id, work),
      )
      const { organisationId, fileName, mediaType } = document
      if (!content) throw new Error(`The content of document ${id} is gone.`)
      return { organisationId, fileName, mediaType, content: content.toString('base64') }
    }),

  assign: operatorMutation('enrolments.decide')
    .input(assignInput)
    .mutation(async ({ ctx, input: { id, version, assignee } }) => {
      const assigneeId = assignee === 'me' ? ctx.session.account.id : null
      const application = await lock(ctx, id, version)
      await saveAssignee(ctx.db, id, assigneeId)
      await recordReview(ctx, application, 'enrolment.assigned', { assigneeId })
      return {}
    }),

  /**
   * Records a check that is due (R-082, §3.3), each with its own result and note; the applicant sees neither. The result counts
   * for what the application holds now: the version says that the page showed the same. None passes without what the applicant
   * has to give for it.
   */
  setCheck: operatorMutation('enrolments.decide')
    .input(checkInput)
    .mutation(async ({ ctx, input: { id, version, check, result, note } }) => {
      const application = await lock(ctx, id, version)
      const { enrolment, given, now } = application
      const due = reviewOf(application).due.find((one) => one.check === check)
      const refusal = whyNotCheck(enrolment.state)
      if (refusal) throw refused(refusal)
      if (!due) throw refused({ code: 'not_found' })
      const missing = result === 'passed' ? whyNotPass(check, enrolment.state, given) : undefined
      if (missing) throw refused(missing)
      const record = recordOf(due, { result, note })
      await saveCheck(ctx.db, id, record, now)
      await recordReview(ctx, application, 'enrolment.checked', {
        check,
        result,
        note,
        digest: record.digest,
      })
      return {}
    }),

  /** Starts the review, which waits until the contact's address is verified. Assigns it unless it is assigned. */
  startReview: operatorMutation('enrolments.decide')
    .input(startReviewInput)
    .mutation(async ({ ctx, input: { id, version } }) => {
      const application = await step(ctx, await lock(ctx, id, version), 'start_review')
      if (!reviewOf(application).assigneeId) await saveAssignee(ctx.db, id, ctx.session.account.id)
      return {}
    }),

  /** Asks for documents or corrections, with a deadline if one is set. */
  requestDocuments: operatorMutation('enrolments.decide')
    .input(requestDocumentsInput)
    .mutation(async ({ ctx, input: { answerBy, ...input } }) => {
      await explainedStep(ctx, 'request_documents', input, answerBy)
      return {}
    }),

  /** Sets until when a silent applicant or contact has to answer, and tells both. */
  setDeadline: operatorMutation('enrolments.decide')
    .input(setDeadlineInput)
    .mutation(async ({ ctx, input: { id, version, answerBy } }) => {
      const { application, answerUntil } = withDeadline(await lock(ctx, id, version), answerBy)
      await step(ctx, application, 'set_deadline', { change: { answerUntil }, payload: { answerBy } })
      return {}
    }),

  /** Closes an application that stayed silent past its deadline. The company reads the reason, and can begin again. */
  close: operatorMutation('enrolments.decide', { fresh: true })
    .input(closeApplicationInput)
    .mutation(async ({ ctx, input: { id, version, reason } }) => {
      const details = { note: reason, change: { reason, failedFields: [] } }
      await step(ctx, await lock(ctx, id, version), 'close', details)
      await consumeContactLinks(ctx.db, id, ctx.now)
      return {}
    }),

  /**
   * Accepts an application: the company gets its partner ID, its two relationship links and the reviewed profile, and can
   * sign the agreement. For a change of an enrolled partner, the reviewed profile only becomes the verified one (§4.2).
   */
  accept: operatorMutation('enrolments.decide', { fresh: true })
    .input(acceptApplicationInput)
    .mutation(async ({ ctx, input: { id, version } }) => {
      const { db, keyring } = ctx
      const change = { reason: null, failedFields: [] }
      const application = await step(ctx, await lock(ctx, id, version), 'accept', { change })
      const { profile, enrolment, now } = application
      await saveVerifiedCompanyProfile(db, id, profile, now)
      // Not when the contact proves the address: a domain gives passwords and sign-ins, and the review may reject it.
      if (profile.contactEmail && profile.contactStatus === 'verified')
        await confirmDomain(db, { organisationId: id, provenBy: 'contact', email: profile.contactEmail }, now)
      if (enrolment.state !== 'accepted') {
        await confirmCompanyProfile(db, id)
        return {}
      }
      await givePartnerNumber(db, id)
      await insertPartnerLinks(db, { id, kind: enrolment.kind }, keyring.link.newest, now)
      return {}
    }),

  /** Rejects an application, or drops a change under review. The applicant reads the reason exactly as written. */
  reject: operatorMutation('enrolments.decide', { fresh: true })
    .input(rejectApplicationInput)
    .mutation(async ({ ctx, input }) => {
      const { enrolment, now } = await explainedStep(ctx, 'reject', input)
      if (enrolment.state === 'active') {
        await consumeContactLinks(ctx.db, input.id, now)
        await restoreCompanyProfile(ctx.db, input.id, now)
      }
      return {}
    }),

  /** Sends another verification mail to the same contact at once (§4.3); the earlier link stops working. */
  resendVerification: operatorMutation('enrolments.decide')
    .input(startReviewInput)
    .mutation(async ({ ctx, input: { id, version } }) => {
      const application = await lock(ctx, id, version)
      await resendVerification(ctx, application)
      await saveEnrolment(ctx.db, application.enrolment, {}, application.now)
      return {}
    }),
})

/** A step whose reason and fields the applicant reads. */
async function explainedStep(
  ctx: OperatorContext,
  event: 'request_documents' | 'reject',
  { id, version, reason, ...input }: z.output<typeof rejectApplicationInput>,
  answerBy = '',
): Promise<Application> {
  const { application, answerUntil } = withDeadline(await lock(ctx, id, version), answerBy)
  const fields = fieldsToName(application.enrolment.state)
  const failedFields = input.failedFields.filter((field) => fields.includes(field))
  const change = { reason, failedFields, ...(answerUntil && { answerUntil }) }
  const payload = { failedFields, ...(answerUntil && { answerBy }) }
  return step(ctx, application, event, { note: reason, change, payload })
}

/** An application with what the machine has to know about a new deadline; an empty date sets none. */
function withDeadline(application: Application, answerBy: string) {
  const answerUntil = answerBy === '' ? null : deadlineOf(answerBy)
  const isDeadlineTooSoon = answerUntil !== null && isTooSoon(answerUntil, application.now)
  return { application: { ...application, facts: { ...application.facts, isDeadlineTooSoon } }, answerUntil }
}

async function givePartnerNumber(db: OperatorDb, id: Id<'organisation'>): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt++)
    if (await savePartnerNumber(db, id, String(randomInt(10_000_000, 100_000_000)))) return
  throw new Error('No free partner ID was found.')
}

/** Records a change of the review, which the applicant does not see: raises the version, and writes to the instance's own chain only. */
async function recordReview(
  ctx: OperatorContext,
  { enrolment, now }: Application,
  action: AuditAction,
  payload: Record<string, unknown>,
): Promise<void> {
  await saveEnrolment(ctx.db, enrolment, {}, now)
  const record = { partnerId: enrolment.organisationId, ...payload }
  await insertAudit(ctx.db, actorOf(ctx), [{ organisationId: instanceChain, action, payload: record }], now)
}
