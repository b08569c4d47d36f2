import { insertAudit } from '@entente/db/core/audit'
import { listPartnerCards } from '@entente/db/identity/organisations'
import { findReasonRule, listAccess, saveReasonRule } from '@entente/db/relationship/access-records'
import { listRelationshipsOfCustomer } from '@entente/db/relationship/relationships'
import { accessLogInput, reasonRuleInput } from '@entente/domain/relationship/access-record'
import { actorOf, customerMutation, customerQuery } from '../core/gates.ts'
import { t } from '../core/trpc.ts'

/** What partners do with the privileges that a customer gave them, for the customer to read. */
export const accessLog = t.router({
  /** Which person of which partner did what, when and why. */
  list: customerQuery('access_log.view')
    .input(accessLogInput)
    .query(async ({ ctx: { db, cloud, session }, input }) => {
      const { entries, nextCursor } = await listAccess(db, session.organisation.id, input)
      const nameOf = (service: string | null) =>
        service && (cloud.services.find(({ id }) => id === service)?.name ?? service)
      return {
        entries: entries.map(({ service, ...entry }) => ({ ...entry, serviceName: nameOf(service) })),
        nextCursor,
      }
    }),

  /** What the log can be filtered by, and whether partners are asked for a reason. */
  frame: customerQuery('access_log.view').query(async ({ ctx: { db, cloud, session } }) => {
    const customerId = session.organisation.id
    const relationships = await listRelationshipsOfCustomer(db, customerId)
    const partners = await listPartnerCards(
      db,
      relationships.map(({ partnerId }) => partnerId),
    )
    return {
      partners: partners
        .map(({ id, legalName }) => ({ id, legalName }))
        .toSorted((one, other) => one.legalName.localeCompare(other.legalName)),
      services: cloud.services.map(({ id, name }) => ({ id, name })),
      reason: await findReasonRule(db, customerId),
    }
  }),

  reasonRule: customerQuery('access_rule.change').query(({ ctx: { db, session } }) =>
    findReasonRule(db, session.organisation.id),
  ),

  /** Whether partners' people give a reason before they use privileges. It holds from the next use on. */
  setReasonRule: customerMutation('access_rule.change', { fresh: true })
    .input(reasonRuleInput)
    .mutation(async ({ ctx, input: { reason } }) => {
      const { db, session, now } = ctx
      const customerId = session.organisation.id
      const from = await findReasonRule(db, customerId)
      if (from === reason) return {}
      await saveReasonRule(db, customerId, reason, now)
      const change = { organisationId: customerId, action: 'access_rule.changed' as const }
      await insertAudit(db, actorOf(ctx), [{ ...change, payload: { from, to: reason } }], now)
      return {}
    }),
})
