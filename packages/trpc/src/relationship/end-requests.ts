import { type AuditEntry, insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import type { Scoped } from '@entente/db/core/scopes'
import { findPartnerCard, lockCustomer } from '@entente/db/identity/organisations'
import {
  type EndRequestRow,
  endOldRequest,
  findEndRequest,
  findLatestEndRequest,
  insertEndRequest,
  listLiveEndRequests,
  lockEndRequest,
  saveEndAnswer,
  saveEndWithdrawal,
} from '@entente/db/relationship/end-requests'
import { findRelationshipWith, type Relationship } from '@entente/db/relationship/relationships'
import { idOf } from '@entente/domain/core/id'
import {
  advanceEndRequest,
  answerEndInput,
  askToEnd,
  askToEndInput,
  endRequestIdInput,
  endRequestStatusOf,
} from '@entente/domain/relationship/end-request'
import { enqueue } from '@entente/queue/enqueue'
import type { JobData } from '@entente/queue/jobs'
import { z } from 'zod'
import type { Context } from '../core/context.ts'
import { actorOf, customerMutation, customerQuery, partnerQuery } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { atCustomerMutation, atCustomerQuery } from './partner-at-customer.ts'

/** A customer asks a partner to end their relationship, and the partner answers (R-063, U-09). Nothing ends by itself. */
export const endRequests = t.router({
  /** The customer's relationship with one partner, and what it last asked. */
  withPartner: customerQuery('partner_relationships.view')
    .input(z.object({ partnerId: idOf<'organisation'>() }))
    .query(async ({ ctx: { db, session }, input: { partnerId } }) => {
      const relationship = await findRelationshipWith(db, session.organisation.id, partnerId)
      const partner = relationship && (await findPartnerCard(db, partnerId))
      if (!partner) throw refused({ code: 'not_found' })
      return {
        partner: { id: partnerId, legalName: partner.legalName },
        isActive: relationship.status === 'active',
        request: await latestOf(db, relationship),
      }
    }),

  ask: customerMutation('partner_relationships.ask_end')
    .input(askToEndInput)
    .mutation(async ({ ctx, input: { partnerId, reason } }) => {
      const { db, session, now } = ctx
      // Locks the customer's row first: of two presses, the second finds the first one's request.
      const { id: customerId } = await lockCustomer(db, session.organisation.id)
      const relationship = await findRelationshipWith(db, customerId, partnerId)
      if (!relationship) throw refused({ code: 'not_found' })
      const latest = await findLatestEndRequest(db, relationship.id)
      const { deadline } = settled(askToEnd(latest, relationship, now))
      await endOldRequest(db, relationship.id)
      const place = { customerId, partnerId, relationshipId: relationship.id }
      const id = newId<'end_request'>()
      const asked = { id, ...place, reason, askedBy: session.account.id, askedAt: now, deadline }
      await insertEndRequest(db, asked)
      await record(ctx, { id, ...place }, 'asked')
      return { id, deadline }
    }),

  withdraw: customerMutation('partner_relationships.ask_end')
    .input(endRequestIdInput)
    .mutation(async ({ ctx, input: { id } }) => {
      const { db, now, session } = ctx
      const found = await findEndRequest(db, id)
      const relationship = found && (await findRelationshipWith(db, session.organisation.id, found.partnerId))
      if (!relationship) throw refused({ code: 'not_found' })
      const request = await lockEndRequest(db, id)
      if (!request) throw refused({ code: 'end_request_closed' })
      settled(advanceEndRequest(request, 'withdraw', { relationship, now }))
      await saveEndWithdrawal(db, id)
      await record(ctx, request, 'withdrawn')
      return {}
    }),

  /** The requests that wait for the partner, for its list and its Home. */
  list: partnerQuery('customers.view').query(async ({ ctx: { db, session } }) => ({
    requests: await listLiveEndRequests(db, session.organisation.id),
  })),

  /** What one customer last asked, for its record. */
  atCustomer: atCustomerQuery('customers.view').query(({ ctx: { db, customer } }) =>
    latestOf(db, customer.relationship),
  ),

  /** The partner agrees, or explains why the relationship should go on. Removing it stays an act of its own. */
  answer: atCustomerMutation('customers.remove')
    .input(answerEndInput)
    .mutation(async ({ ctx, input: { answer, text } }) => {
      const { db, session, now, customer } = ctx
      const latest = await findLatestEndRequest(db, customer.relationship.id)
      const request = latest && (await lockEndRequest(db, latest.id))
      if (!request) throw refused({ code: latest ? 'end_request_closed' : 'not_found' })
      const facts = { relationship: customer.relationship, now }
      const status = settled(advanceEndRequest(request, answer, facts))
      const words = text || (request.answer ?? '')
      const answered = { answer: words, answeredBy: session.account.id, answeredAt: now }
      await saveEndAnswer(db, request.id, { status, ...answered })
      await record(ctx, request, answer === 'agree' ? 'agreed' : 'explained')
      return { status }
    }),
})

async function latestOf(db: Scoped<'customer' | 'partner'>, relationship: Relationship) {
  const request = await findLatestEndRequest(db, relationship.id)
  if (!request) return null
  const { id, reason, askedAt, deadline, answer, answeredAt, outcome, told, settledAt } = request
  const status = endRequestStatusOf(request, relationship)
  return { id, reason, askedAt, deadline, status, answer, answeredAt, outcome, told, settledAt }
}

type Ctx = Context & { db: Scoped<'customer' | 'partner'> }
type Request = Pick<EndRequestRow, 'id' | 'customerId' | 'partnerId' | 'relationshipId'>

/** Records a step in both chains, and the job that tells the other side. */
async function record(
  ctx: Ctx,
  { id: endRequestId, customerId, partnerId, relationshipId }: Request,
  event: Exclude<JobData<'end-request.changed'>['event'], 'settled'>,
) {
  const action = `end_request.${event}` as const
  const payload = { endRequestId, customerId, relationshipId }
  const entries: AuditEntry[] = [
    { organisationId: customerId, action, payload: { ...payload, partnerId } },
    { organisationId: partnerId, action, payload },
  ]
  await insertAudit(ctx.db, actorOf(ctx), entries, ctx.now)
  const isAnswer = event === 'agreed' || event === 'explained'
  const told = isAnswer
    ? { organisationId: customerId, audience: 'customer' as const }
    : { organisationId: partnerId, audience: 'partner' as const }
  await enqueue(ctx.db, [{ name: 'end-request.changed', data: { ...told, endRequestId, event } }], ctx.now)
}
