import { insertAudit } from '@entente/db/core/audit'
import { removeRelationship } from '@entente/db/relationship/relationship-removals'
import { lockRelationshipToRemove } from '@entente/db/relationship/relationships'
import { listOpenRequestsTo } from '@entente/db/relationship/request-log'
import { attestationVersion } from '@entente/domain/core/attestation'
import {
  blocksRemoval,
  decideRelationshipRemoval,
  removeRelationshipInput,
} from '@entente/domain/relationship/relationship-removal'
import { actorOf } from '../core/gates.ts'
import { settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { atCustomerMutation, atCustomerQuery, type CustomerAt } from './partner-at-customer.ts'

export const customerRemoval = t.router({
  /** What the page says before anything is removed: what is live there, and what happens to it (R-154, D-01, D-34). */
  review: atCustomerQuery('customers.remove').query(
    async ({ ctx: { db, session, cloud, now, customer } }) => {
      const { relationship } = customer
      const requests = await listOpenRequestsTo(db, session.organisation.id, relationship, now)
      const services = liveServices(customer)
      return {
        id: relationship.id,
        customer: relationship.customerName,
        status: relationship.status,
        services: cloud.services.filter(({ id }) => services.includes(id)),
        requests,
        isBlocked: blocksRemoval(cloud, { services, requests: requests.length }),
        privileges: cloud.removal.privileges,
        attestation: attestationVersion,
      }
    },
  ),

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
      const live = { services, requests }
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
