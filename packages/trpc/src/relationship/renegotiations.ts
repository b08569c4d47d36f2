import { type AuditEntry, insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import type { Scoped } from '@entente/db/core/scopes'
import { findPartnerCard } from '@entente/db/identity/organisations'
import { findRelationshipWith, type Relationship } from '@entente/db/relationship/relationships'
import {
  findLatestRenegotiation,
  findRenegotiation,
  insertRenegotiation,
  lockRenegotiation,
  type RenegotiationRow,
  saveRenegotiation,
} from '@entente/db/relationship/renegotiations'
import { type Id, idOf } from '@entente/domain/core/id'
import {
  advanceRenegotiation,
  answerRenegotiationInput,
  renegotiationActsOf,
  type Side,
  stateRenegotiation,
  stateRenegotiationInput,
  stateToPartnerInput,
} from '@entente/domain/relationship/renegotiation'
import { enqueue } from '@entente/queue/enqueue'
import { z } from 'zod'
import type { Context } from '../core/context.ts'
import { actorOf, customerMutation, customerQuery } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { atCustomerMutation, atCustomerQuery } from './partner-at-customer.ts'

const withPartner = z.object({ partnerId: idOf<'organisation'>() })

/** Partner and customer attest that they renegotiated their agreement. It changes nothing by itself (R-036, D-30). */
export const renegotiations = t.router({
  withPartner: customerQuery('partner_relationships.view')
    .input(withPartner)
    .query(async ({ ctx: { db, session }, input: { partnerId } }) => {
      const relationship = await relationshipWith(db, session.organisation.id, partnerId)
      const partner = await findPartnerCard(db, partnerId)
      if (!partner) throw refused({ code: 'not_found' })
      return {
        partner: { id: partnerId, legalName: partner.legalName },
        isActive: relationship.status === 'active',
        latest: await latestOf(db, relationship, 'customer'),
      }
    }),

  stateToPartner: customerMutation('partner_relationships.ask_end', { fresh: true })
    .input(stateToPartnerInput)
    .mutation(async ({ ctx, input: { partnerId, ...input } }) => {
      await state(
        ctx,
        await relationshipWith(ctx.db, ctx.session.organisation.id, partnerId),
        'customer',
        input,
      )
      return {}
    }),

  answerPartner: customerMutation('partner_relationships.ask_end', { fresh: true })
    .input(withPartner.extend(answerRenegotiationInput.shape))
    .mutation(async ({ ctx, input: { partnerId, ...input } }) => {
      const relationship = await relationshipWith(ctx.db, ctx.session.organisation.id, partnerId)
      return { status: await answer(ctx, relationship, 'customer', input) }
    }),

  atCustomer: atCustomerQuery('customers.view').query(async ({ ctx: { db, customer } }) => ({
    isActive: customer.relationship.status === 'active',
    latest: await latestOf(db, customer.relationship, 'partner'),
  })),

  stateToCustomer: atCustomerMutation('customers.remove', { fresh: true })
    .input(stateRenegotiationInput)
    .mutation(async ({ ctx, input: { text, attested } }) => {
      await state(ctx, ctx.customer.relationship, 'partner', { text, attested })
      return {}
    }),

  answerCustomer: atCustomerMutation('customers.remove', { fresh: true })
    .input(answerRenegotiationInput)
    .mutation(async ({ ctx, input }) => ({
      status: await answer(ctx, ctx.customer.relationship, 'partner', input),
    })),
})

type Db = Scoped<'customer' | 'partner'>
type Ctx = Context & { db: Db; session: { account: { id: Id<'account'> } } }

async function relationshipWith(
  db: Scoped<'customer'>,
  customerId: Id<'organisation'>,
  partnerId: Id<'organisation'>,
): Promise<Relationship> {
  const relationship = await findRelationshipWith(db, customerId, partnerId)
  if (!relationship) throw refused({ code: 'not_found' })
  return relationship
}

async function latestOf(db: Db, { id }: Relationship, side: Side) {
  const row = await findLatestRenegotiation(db, id)
  if (!row) return null
  const { text, statedBy, statedAt, status, answeredAt } = row
  const acts = renegotiationActsOf(row, side)
  return { id: row.id, text, statedBy, statedAt, status, answeredAt, acts }
}

async function state(
  ctx: Ctx,
  relationship: Relationship,
  statedBy: Side,
  { text, attested }: { text: string; attested: boolean },
): Promise<void> {
  const { db, session, now } = ctx
  const { id: relationshipId, customerId, partnerId } = relationship
  settled(stateRenegotiation(await findLatestRenegotiation(db, relationshipId), relationship, attested))
  const id = newId<'renegotiation'>()
  const row = { id, relationshipId, customerId, partnerId, text, statedBy, statedAt: now }
  // The other side was first.
  if (!(await insertRenegotiation(db, row, session.account.id))) throw refused({ code: 'renegotiation_open' })
  await record(ctx, row, 'stated', statedBy)
}

async function answer(
  ctx: Ctx,
  { id: relationshipId }: Relationship,
  side: Side,
  { renegotiationId: id, act, attested }: z.infer<typeof answerRenegotiationInput>,
) {
  const { db, session, now } = ctx
  const found = await findRenegotiation(db, { id, relationshipId })
  const row = found && (await lockRenegotiation(db, found.id))
  if (!row) throw refused({ code: found ? 'renegotiation_closed' : 'not_found' })
  const status = settled(advanceRenegotiation(row, act, { side, attested }))
  await saveRenegotiation(db, id, { status, answeredAt: now }, { side, person: session.account.id })
  await record(ctx, row, status, side)
  return status
}

/** Records a step in both chains, under one request and one moment, and has the other side told. */
async function record(
  ctx: Ctx,
  {
    id: renegotiationId,
    customerId,
    partnerId,
    relationshipId,
  }: Omit<RenegotiationRow, 'status' | 'answeredAt'>,
  event: RenegotiationRow['status'],
  side: Side,
) {
  const action = `renegotiation.${event}` as const
  const payload = { renegotiationId, customerId, relationshipId, side }
  const entries: AuditEntry[] = [
    { organisationId: customerId, action, payload: { ...payload, partnerId } },
    { organisationId: partnerId, action, payload },
  ]
  await insertAudit(ctx.db, actorOf(ctx), entries, ctx.now)
  const told =
    side === 'partner'
      ? { organisationId: customerId, audience: 'customer' as const }
      : { organisationId: partnerId, audience: 'partner' as const }
  await enqueue(
    ctx.db,
    [{ name: 'renegotiation.changed', data: { ...told, renegotiationId, event } }],
    ctx.now,
  )
}
