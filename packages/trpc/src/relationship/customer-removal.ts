import { insertAudit } from '@entente/db/core/audit'
import type { PartnerDb } from '@entente/db/core/scopes'
import { listLiveSubscriptions } from '@entente/db/customer/subscriptions'
import { removeRelationship } from '@entente/db/relationship/relationship-removals'
import { lockRelationshipToRemove } from '@entente/db/relationship/relationships'
import { listOpenRequestsTo } from '@entente/db/relationship/request-log'
import { attestationVersion } from '@entente/domain/core/attestation'
import {
  blocksRemoval,
  decideRelationshipRemoval,
  removeRelationshipInput,
} from '@entente/domain/relationship/relationship-removal'
import type { Context } from '../core/context.ts'
import { actorOf, type PartnerSession } from '../core/gates.ts'
import { settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { atCustomerMutation, atCustomerQuery, type CustomerAt } from './partner-at-customer.ts'

export const customerRemoval = t.router({
  /** What the page says before anything is removed: what is live there, and what happens to it (R-154, D-01, D-34). */
  review: atCustomerQuery('customers.remove').query(async ({ ctx }) => {
    const { db, session, cloud, now, customer } = ctx
    const { relationship } = customer
    const requests = await listOpenRequestsTo(db, session.organisation.id, relationship, now)
    const services = liveServices(customer)
    const subscriptions = await liveSubscriptions(ctx)
    return {
      id: relationship.id,
      customer: relationship.customerName,
      status: relationship.status,
      services: cloud.services.filter(({ id }) => services.includes(id)),
      requests,
      subscriptions: subscriptions
        .slice(0, listedMax)
        .map(({ id, offerName, quantity }) => ({ id, offerName, quantity })),
      hasMoreSubscriptions: subscriptions.length > listedMax,
      isBlocked: blocksRemoval(cloud, {
        ...{ services, requests: requests.length, subscriptions: subscriptions.length },
      }),
      privileges: cloud.removal.privileges,
      attestation: attestationVersion,
    }
  }),

  /**
   * Removes the relationship (R-155). Each tenant's chain records it, and nobody is told: no job is recorded, so nothing can
   * leave the process (R-160). The customer's record is for its auditors: its list of partners changed, and under some
   * clouds' rules its grants ended.
   */
  remove: atCustomerMutation('customers.remove', { fresh: true }, lockRelationshipToRemove)
    .input(removeRelationshipInput)
    .mutation(async ({ ctx, input }) => {
      const { db, session, cloud, locale, now, customer } = ctx
      const { relationship } = customer
      const partnerId = session.organisation.id
      const { id: relationshipId, customerId } = relationship
      const services = liveServices(customer)
      const requests = (await listOpenRequestsTo(db, partnerId, relationship, now)).length
      const live = { services, requests, subscriptions: (await liveSubscriptions(ctx)).length }
      const removal = settled(decideRelationshipRemoval({ cloud, relationship, live, posted: input }))
      const { privileges } = cloud.removal
      await removeRelationship(
        db,
        relationship,
        removal,
        { accountId: session.account.id, language: locale, privileges },
        now,
      )
      const shared = { relationshipId, customerId, privileges, services }
      const action = 'relationship.removed'
      await insertAudit(
        db,
        actorOf(ctx),
        [
          { organisationId: partnerId, action, payload: { ...shared, attestation: removal.attestation } },
          { organisationId: customerId, action, payload: { ...shared, partnerId } },
        ],
        now,
      )
      return { kept: removal.kept, ended: removal.ended }
    }),
})

/** What the partner holds there, also while it is frozen. */
const liveServices = ({ grants }: CustomerAt): string[] => grants.map(({ service }) => service)

/** How many subscriptions the page lists before it leads to all of them. */
const listedMax = 20

/** What the partner sold there and what runs on, or of what it is the partner of record. */
const liveSubscriptions = ({
  db,
  session,
  cloud,
  now,
  customer,
}: Context & { db: PartnerDb; session: PartnerSession; customer: CustomerAt }) => {
  const { partnerId, customerId } = customer.relationship
  const side = session.organisation.partnerKind === 'indirect_reseller' ? 'record' : 'seller'
  return listLiveSubscriptions(db, { side, partnerId, customerId }, listedMax + 1, cloud, now)
}
