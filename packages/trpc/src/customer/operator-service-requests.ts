import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { asOperator, type OperatorDb } from '@entente/db/core/scopes'
import { findCalledAbout, findCaller, listPartnersOfCustomer } from '@entente/db/customer/callers'
import { listRequestDocuments } from '@entente/db/customer/service-request-documents'
import {
  findHandling,
  findRequester,
  findServiceRequest,
  insertNote,
  insertPhoneRequest,
  listNotes,
  listOperatorNames,
  listParticipants,
  listQueue,
  lockServiceRequest,
  saveHandled,
} from '@entente/db/customer/service-requests'
import { type Id, idOf } from '@entente/domain/core/id'
import { opensTo } from '@entente/domain/core/permission'
import {
  advanceServiceRequest,
  answerRequestInput,
  eventOf,
  openByPhoneInput,
  openServiceRequest,
  queueInput,
  type RequestEvent,
  requestIdInput,
} from '@entente/domain/customer/service-request'
import { enqueue } from '@entente/queue/enqueue'
import { z } from 'zod'
import type { Context } from '../core/context.ts'
import { actorOf, permitted } from '../core/gates.ts'
import { type OperatorSession, operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { readRequestDocument } from './request-document.ts'

/** The operator's queue of service requests (§4.12). */
export const operatorServiceRequests = t.router({
  list: operatorQuery('service_request_queue.view')
    .input(queueInput)
    .query(({ ctx: { db, session }, input: { handledBy, ...filters } }) =>
      listQueue(db, { ...filters, handledBy: handledBy === 'me' ? session.account.id : handledBy }),
    ),

  get: operatorQuery('service_request_queue.view')
    .input(requestIdInput)
    .query(async ({ ctx: { db, session }, input: { request: id } }) => {
      const request = await findServiceRequest(db, id)
      const handling = request && (await findHandling(db, id))
      if (!handling) throw refused({ code: 'not_found' })
      const operators = new Map((await listOperatorNames(db, id)).map((row) => [row.id, row.name]))
      const notes = await listNotes(db, id)
      const { handledBy, ...shown } = handling
      return {
        ...{ ...request, ...shown, isMine: handledBy === session.account.id },
        notes: notes.map((note) => ({ ...note, operator: operators.get(note.id) ?? null })),
        requester: (await findRequester(db, request))?.name ?? null,
        documents: await listRequestDocuments(db, id),
      }
    }),

  /** An attachment with its content, in base64. */
  document: permitted<OperatorSession>('operator', 'service_request_queue.view')
    .input(z.object({ document: idOf<'service_request_document'>() }))
    .query(({ ctx, input }) =>
      readRequestDocument(ctx, input.document, (work) =>
        asOperator(ctx.database, ctx.session.account.id, work),
      ),
    ),

  /** Another operator's request may be taken over, too: people go home. */
  takeOver: operatorMutation('service_request_queue.handle')
    .input(requestIdInput)
    .mutation(async ({ ctx, input: { request: id } }) => {
      const { db, session, now } = ctx
      const { status, changedAt, closedAt, partnerId } = await locked(db, id)
      await saveHandled(db, id, { status, changedAt, closedAt, handledBy: session.account.id })
      const payload = { serviceRequestId: id, partnerId }
      const action = 'service_request.taken_over' as const
      await insertAudit(db, actorOf(ctx), [{ organisationId: instanceChain, action, payload }], now)
      return {}
    }),

  /** Answers, asks the partner back, or closes. Who does handles the request from then on. */
  answer: operatorMutation('service_request_queue.handle')
    .input(requestIdInput)
    .input(answerRequestInput)
    .mutation(async ({ ctx, input: { request: id, act, text } }) => {
      const { db, session, now } = ctx
      const request = await locked(db, id)
      const status = settled(advanceServiceRequest(request, act, now))
      const closedAt = status === 'closed' ? now : null
      await saveHandled(db, id, { status, changedAt: now, closedAt, handledBy: session.account.id })
      await say(ctx, request, eventOf[act], text)
      return { status }
    }),

  /** Who may call about a customer: the partners with a live relationship. */
  callers: operatorQuery('service_request_queue.handle')
    .input(z.object({ customerId: idOf<'organisation'>() }))
    .query(({ ctx: { db, cloud }, input }) =>
      listPartnersOfCustomer(db, input.customerId).then((partners) => ({
        partners,
        handling: cloud.serviceRequests.handling,
        services: cloud.services.map(({ id, name }) => ({ id, name })),
      })),
    ),

  /** A partner without privileges calls for its customer: the request is marked so (R-033, D-09). */
  openByPhone: operatorMutation('service_request_queue.handle')
    .input(openByPhoneInput)
    .mutation(async ({ ctx, input }) => {
      const { db, cloud, session, now } = ctx
      const called = await findCalledAbout(db, input.relationshipId)
      const { service, severity, title } = input
      if (!called || !cloud.services.some(({ id }) => id === service)) throw refused({ code: 'not_found' })
      const { id: relationshipId, customerId, partnerId, partnerKind, status } = called
      const opening = { service, partnerKind, hasPrivileges: called.usable.includes(service) }
      settled(openServiceRequest(cloud, 'phone', opening))
      const caller = await findCaller(db, partnerId, input.caller)
      if (!caller || !opensTo(caller.roles, status, 'service_requests.create'))
        throw refused({ code: 'caller_unknown' })
      const id = newId<'service_request'>()
      const parties = { relationshipId, customerId, partnerId, requestedBy: caller.id }
      const names = `${called.customerName} ${called.partnerName}`
      await insertPhoneRequest(
        db,
        { id, ...parties, service, severity, title },
        names,
        session.account.id,
        now,
      )
      await say(ctx, { id, customerId, partnerId, relationshipId }, 'opened', input.text)
      return { id }
    }),
})

type Request = NonNullable<Awaited<ReturnType<typeof findServiceRequest>>>
type Ctx = Context & { db: OperatorDb; session: OperatorSession }

/** Operators lock only what is not closed. */
async function locked(db: OperatorDb, id: Id<'service_request'>): Promise<Request> {
  const request = await lockServiceRequest(db, id)
  if (request) return request
  throw refused({ code: (await findServiceRequest(db, id)) ? 'service_request_closed' : 'not_found' })
}

/** Adds to the timeline, records the act in every chain, and the mails to the partner's people who take part (M-19). */
async function say(
  ctx: Ctx,
  request: Pick<Request, 'id' | 'customerId' | 'partnerId' | 'relationshipId'>,
  event: RequestEvent,
  text: string,
) {
  const { db, session, now } = ctx
  const { id: serviceRequestId, customerId, partnerId, relationshipId } = request
  const note = { serviceRequestId, partnerId, event, text, operatorId: session.account.id }
  const noteId = await insertNote(db, note, now)
  const action = `service_request.${event}` as const
  const payload = { serviceRequestId, customerId, relationshipId }
  const chains = [
    { organisationId: partnerId, action, payload },
    { organisationId: instanceChain, action, payload: { ...payload, partnerId } },
  ]
  // The customer learns that a request about it was opened, as from its access log.
  const opened = {
    organisationId: customerId,
    action,
    payload: { serviceRequestId, relationshipId, partnerId },
  }
  await insertAudit(db, actorOf(ctx), event === 'opened' ? [...chains, opened] : chains, now)
  const people = await listParticipants(db, serviceRequestId)
  const jobs = people.map((accountId) => ({
    name: 'mail.service-request' as const,
    data: { partnerId, serviceRequestId, noteId, accountId },
  }))
  await enqueue(db, jobs, now)
}
