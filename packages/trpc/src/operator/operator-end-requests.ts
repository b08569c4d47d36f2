import { insertAudit, instanceChain } from '@entente/db/core/audit'
import type { OperatorDb } from '@entente/db/core/scopes'
import {
  findEndRequest,
  insertEndNote,
  listDueEndRequests,
  listEndNotes,
  listSettledEndRequests,
  lockEndRequest,
  saveEndSettlement,
} from '@entente/db/operator/operator-end-requests'
import type { Id } from '@entente/domain/core/id'
import {
  advanceEndRequest,
  endRequestIdInput,
  endRequestStatusOf,
  isMediated,
  noteEndInput,
  settleEndInput,
} from '@entente/domain/relationship/end-request'
import { enqueue } from '@entente/queue/enqueue'
import { actorOf } from '../core/gates.ts'
import { operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'

type Found = NonNullable<Awaited<ReturnType<typeof findEndRequest>>>

const relationshipOf = ({ relationshipStatus, relationshipSince }: Found) => ({
  status: relationshipStatus,
  since: relationshipSince,
})

/** The operator mediates where a partner's time to answer a customer's request has passed (U-09). */
export const operatorEndRequests = t.router({
  list: operatorQuery('end_requests.view').query(async ({ ctx: { db, now } }) => ({
    due: await listDueEndRequests(db, now),
    settled: await listSettledEndRequests(db, 50),
  })),

  get: operatorQuery('end_requests.view')
    .input(endRequestIdInput)
    .query(async ({ ctx: { db, now }, input: { id } }) => {
      const found = await mediated(db, id, now)
      return {
        ...found,
        status: endRequestStatusOf(found, relationshipOf(found)),
        notes: await listEndNotes(db, id),
      }
    }),

  /** A note for operators. */
  note: operatorMutation('end_requests.mediate')
    .input(noteEndInput)
    .mutation(async ({ ctx, input: { id, text } }) => {
      const { db, session, now } = ctx
      const { customerId, partnerId } = await mediated(db, id, now)
      await insertEndNote(db, { endRequestId: id, text, writtenBy: session.account.id }, now)
      const payload = { endRequestId: id, customerId, partnerId }
      const entry = { organisationId: instanceChain, action: 'end_request.noted' as const, payload }
      await insertAudit(db, actorOf(ctx), [entry], now)
      return {}
    }),

  /** Records what the mediation came to, and tells both. It ends nothing. */
  settle: operatorMutation('end_requests.mediate', { fresh: true })
    .input(settleEndInput)
    .mutation(async ({ ctx, input: { id, outcome, told } }) => {
      const { db, session, now } = ctx
      await mediated(db, id, now)
      const request = await lockEndRequest(db, id)
      if (!request) throw refused({ code: 'end_request_closed' })
      settled(advanceEndRequest(request, 'settle', { relationship: relationshipOf(request), now }))
      await saveEndSettlement(db, id, { outcome, told, settledBy: session.account.id, settledAt: now })
      const { customerId, partnerId, relationshipId } = request
      const action = 'end_request.settled' as const
      const payload = { endRequestId: id, customerId, relationshipId, outcome }
      await insertAudit(
        db,
        actorOf(ctx),
        [
          { organisationId: customerId, action, payload: { ...payload, partnerId } },
          { organisationId: partnerId, action, payload },
          { organisationId: instanceChain, action, payload: { ...payload, partnerId } },
        ],
        now,
      )
      const both = [
        { organisationId: customerId, audience: 'customer' as const },
        { organisationId: partnerId, audience: 'partner' as const },
      ]
      const jobs = both.map((to) => ({
        name: 'end-request.changed' as const,
        data: { ...to, endRequestId: id, event: 'settled' as const },
      }))
      await enqueue(db, jobs, now)
      return {}
    }),
})

/** A request that has come to the operator: before its deadline it is between customer and partner. */
async function mediated(db: OperatorDb, id: Id<'end_request'>, now: Date): Promise<Found> {
  const found = await findEndRequest(db, id)
  if (!found || (!found.settledAt && !isMediated(found, relationshipOf(found), now)))
    throw refused({ code: 'not_found' })
  return found
}
