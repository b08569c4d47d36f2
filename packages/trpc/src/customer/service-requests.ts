import { createHash } from 'node:crypto'
import { insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import type { PartnerDb } from '@entente/db/core/scopes'
import { insertRequestDocument, listRequestDocuments } from '@entente/db/customer/service-request-documents'
import {
  findRequester,
  findServiceRequest,
  insertNote,
  insertServiceRequest,
  listNotes,
  listServiceRequests,
  lockServiceRequest,
  saveServiceRequest,
} from '@entente/db/customer/service-requests'
import { type Id, idOf } from '@entente/domain/core/id'
import {
  type Attachment,
  advanceServiceRequest,
  attachmentsMax,
  eventOf,
  openRequestInput,
  openServiceRequest,
  type RequestAct,
  type RequestEvent,
  reopenRequestInput,
  replyRequestInput,
  requestIdInput,
  requestListInput,
} from '@entente/domain/customer/service-request'
import { enqueue } from '@entente/queue/enqueue'
import { z } from 'zod'
import type { Context, Outside } from '../core/context.ts'
import { documentTypeOf } from '../core/document-type.ts'
import { actorOf, inTenant, type PartnerSession, partnerQuery, permitted } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { atCustomerMutation, atCustomerQuery, type CustomerAt } from '../relationship/partner-at-customer.ts'
import { readRequestDocument } from './request-document.ts'

/** A partner asks the operator for help with a customer's services (§4.12). */
export const serviceRequests = t.router({
  /** All requests of the partner, or those about one customer. */
  list: partnerQuery('service_requests.view')
    .input(requestListInput)
    .query(({ ctx: { db, session }, input }) => listServiceRequests(db, session.organisation.id, input)),

  /** For which services the partner can open a request at a customer, and why not for the others. */
  services: atCustomerQuery('service_requests.view').query(({ ctx: { cloud, session, customer } }) => ({
    handling: cloud.serviceRequests.handling,
    services: cloud.services.map(({ id, name }) => {
      const decision = openServiceRequest(cloud, 'partner', openingOf(session, customer, id))
      return { id, name, refusal: decision.ok ? null : decision.refusal.code }
    }),
  })),

  get: partnerQuery('service_requests.view')
    .input(requestIdInput)
    .query(async ({ ctx: { db }, input: { request: id } }) => {
      const request = await findServiceRequest(db, id)
      if (!request) throw refused({ code: 'not_found' })
      const notes = await listNotes(db, id)
      const requester = (await findRequester(db, request))?.name ?? null
      return { ...request, requester, notes, documents: await listRequestDocuments(db, id) }
    }),

  /** An attachment with its content, in base64. */
  document: permitted<PartnerSession>('partner', 'service_requests.view')
    .input(z.object({ document: idOf<'service_request_document'>() }))
    .query(({ ctx, input }) =>
      readRequestDocument(ctx, input.document, (work) => inTenant(ctx, ctx.session, undefined, work)),
    ),

  /** Opens a request with the customer's privileges; the customer reads it in its access log. */
  open: atCustomerMutation('service_requests.create')
    .input(openRequestInput)
    .prepare(({ ctx, input }) => uploaded(ctx, input.attachment))
    .mutation(async ({ ctx, input, prepared }) => {
      const { db, cloud, session, customer, now } = ctx
      const { id: relationshipId, customerId, partnerId, customerName } = customer.relationship
      settled(openServiceRequest(cloud, 'partner', openingOf(session, customer, input.service)))
      // The id of its record in the customer's log, so that both chains name the request.
      const id = customer.accessId as string as Id<'service_request'>
      const { service, severity, title } = input
      const parties = { relationshipId, customerId, partnerId, requestedBy: session.account.id }
      const names = `${customerName} ${session.organisation.legalName}`
      await insertServiceRequest(db, { id, ...parties, service, severity, title }, names, now)
      await say(ctx, { id, partnerId }, 'opened', input.text, prepared)
      return { id }
    }),

  /** Answers the operator, adds something, or closes the request. */
  reply: atCustomerMutation('service_requests.answer')
    .input(requestIdInput)
    .input(replyRequestInput)
    .prepare(({ ctx, input }) => uploaded(ctx, input.attachment))
    .mutation(({ ctx, input: { request, act, text }, prepared }) =>
      advance(ctx, { request, act, text }, prepared),
    ),

  /** Reopens a closed request, with the privileges that a new one needs. */
  reopen: atCustomerMutation('service_requests.create')
    .input(reopenRequestInput)
    .mutation(async ({ ctx, input: { request, text, service } }) => {
      const found = await findServiceRequest(ctx.db, request)
      if (found?.service !== service) throw refused({ code: 'not_found' })
      settled(openServiceRequest(ctx.cloud, 'partner', openingOf(ctx.session, ctx.customer, service)))
      return advance(ctx, { request, act: 'reopen', text }, null)
    }),
})

const openingOf = ({ organisation }: PartnerSession, { grants }: CustomerAt, service: string) => ({
  service,
  partnerKind: organisation.partnerKind,
  hasPrivileges: grants.some((grant) => grant.service === service && grant.use === 'usable'),
})

type Uploaded = {
  id: Id<'service_request_document'>
  name: string
  content: Buffer
  mediaType: string
  isStored: boolean
}
type Ctx = Context & { db: PartnerDb; session: PartnerSession; customer: CustomerAt }

/** Checks an attachment and keeps it in the document store; the sweep removes a file whose request was refused. */
async function uploaded(
  { outside, session }: { outside: Outside; session: PartnerSession },
  attachment: Attachment | undefined,
): Promise<Uploaded | null> {
  if (!attachment) return null
  const content = Buffer.from(attachment.content, 'base64')
  const mediaType = await documentTypeOf(content)
  const id = newId<'service_request_document'>()
  await outside.documents?.put({ organisationId: session.organisation.id, documentId: id }, content)
  return { id, name: attachment.name, content, mediaType, isStored: outside.documents !== null }
}

/** Locks a request of this customer, asks the machine, and saves what was said. */
async function advance(
  ctx: Ctx,
  { request: id, act, text }: { request: Id<'service_request'>; act: RequestAct; text: string },
  attachment: Uploaded | null,
) {
  const { db, customer, now } = ctx
  const request = await lockServiceRequest(db, id)
  if (request?.relationshipId !== customer.relationship.id) throw refused({ code: 'not_found' })
  const status = settled(advanceServiceRequest(request, act, now))
  await saveServiceRequest(db, id, { status, changedAt: now, closedAt: status === 'closed' ? now : null })
  await say(ctx, request, eventOf[act], text, attachment)
  const { customerId, partnerId, relationshipId } = request
  const payload = { serviceRequestId: id, customerId, relationshipId }
  const entry = { organisationId: partnerId, action: `service_request.${eventOf[act]}` as const, payload }
  await insertAudit(db, actorOf(ctx), [entry], now)
  return { status }
}

/** Adds to a request's timeline, and records the mail that tells the operator (M-19). */
async function say(
  { db, session, now }: Ctx,
  { id: serviceRequestId, partnerId }: { id: Id<'service_request'>; partnerId: Id<'organisation'> },
  event: RequestEvent,
  text: string,
  attachment: Uploaded | null,
) {
  const writtenBy = session.account.id
  const noteId = await insertNote(db, { serviceRequestId, partnerId, event, text, writtenBy }, now)
  if (attachment) {
    const before = await listRequestDocuments(db, serviceRequestId)
    if (before.length >= attachmentsMax) throw refused({ code: 'document_refused', reason: 'too_many' })
    const { id, name: fileName, content, mediaType, isStored } = attachment
    const sha256 = createHash('sha256').update(content).digest()
    const file = { id, fileName, mediaType, size: content.length, sha256, uploadedBy: writtenBy }
    const document = { ...file, noteId, serviceRequestId, partnerId }
    await insertRequestDocument(db, document, isStored ? null : content)
  }
  await enqueue(db, [{ name: 'mail.service-request', data: { partnerId, serviceRequestId, noteId } }], now)
}
