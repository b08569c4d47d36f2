import { type AuditEntry, insertAudit } from '@entente/db/core/audit'
import {
  giveUpGrants,
  listHeldCustomers,
  listOwnGrantsAt,
  saveKeptServices,
} from '@entente/db/relationship/given-up-grants'
import {
  findRelationships,
  lockRelationshipsToChange,
  type Relationship,
} from '@entente/db/relationship/relationships'
import type { Id } from '@entente/domain/core/id'
import { decideCustomerAccess } from '@entente/domain/relationship/customer-access'
import {
  decideRoleRemoval,
  giveUpInput,
  givingUpInput,
  heldCustomersInput,
} from '@entente/domain/relationship/role-removal'
import { enqueue } from '@entente/queue/enqueue'
import { actorOf, partnerMutation, partnerQuery } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'

/** The delegated admin privileges that a partner holds itself, and may give up (§4.8 granted -> removed by partner). */
export const ownPrivileges = t.router({
  /** One page of the customers at which the partner holds privileges. */
  list: partnerQuery('admin_grants.view')
    .input(heldCustomersInput)
    .query(({ ctx: { db, session }, input }) => listHeldCustomers(db, session.organisation.id, input)),

  /** What the page says before: of each customer the services that the partner holds, since when. */
  review: partnerQuery('admin_grants.view')
    .input(givingUpInput)
    .query(async ({ ctx: { db, session, cloud }, input: { ids } }) => {
      const partnerId = session.organisation.id
      const found = allOf(await findRelationships(db, partnerId, ids), ids)
      const grants = await listOwnGrantsAt(db, partnerId, customersOf(found))
      return found.map(({ id, customerId, customerName: name }) => ({
        ...{ id, name },
        services: grants.flatMap(({ service, grantedAt, ...grant }) =>
          grant.customerId === customerId
            ? {
                service,
                name: cloud.services.find((offered) => offered.id === service)?.name ?? service,
                since: grantedAt,
              }
            : [],
        ),
      }))
    }),

  /**
   * Gives privileges up, at up to 50 customers in one act, which takes effect with its answer. The relationships and what was
   * sold stay; only the customer can give the privileges back. What was gone already is answered as such.
   */
  giveUp: partnerMutation('admin_grants.give_up', { fresh: true })
    .input(giveUpInput)
    .mutation(async ({ ctx, input }) => {
      const { db, session, cloud, now } = ctx
      const partnerId = session.organisation.id
      const ids = input.customers.map(({ id }) => id)
      // Acts at these customers that are under way end first.
      const found = allOf(await lockRelationshipsToChange(db, partnerId, ids), ids)
      const grants = await listOwnGrantsAt(db, partnerId, customersOf(found))
      const rows = found.map((relationship) => {
        const permission = 'admin_grants.give_up'
        settled(decideCustomerAccess({ permission, roles: session.roles, relationship, grants: [] }))
        const own = grants.filter(({ customerId }) => customerId === relationship.customerId)
        const services = input.customers.find(({ id }) => id === relationship.id)?.services ?? []
        const remover = { by: 'partner', actor: partnerId } as const
        const posted = { partnerId, services }
        return { relationship, ...settled(decideRoleRemoval({ cloud, grants: own, posted, remover })) }
      })
      const given = rows.filter(({ removed }) => removed.length > 0)
      for (const { relationship, removed, kept } of given) {
        await giveUpGrants(db, relationship, removed, now)
        await saveKeptServices(db, relationship, kept)
      }
      if (given.length > 0) await insertAudit(db, actorOf(ctx), given.flatMap(recordsOf), now)
      if (input.tellsCustomers) {
        const news = given.map(({ relationship: { customerId }, removed: services }) => ({
          name: 'customer.privileges-lost' as const,
          data: { customerId, partnerId, services, by: 'partner' as const },
        }))
        await enqueue(db, news, now)
      }
      return rows.map(({ relationship: { id, customerName: name }, result, removed, kept }) => ({
        ...{ id, name, result, removed, kept },
      }))
    }),
})

function allOf(found: Relationship[], ids: Id<'relationship'>[]): Relationship[] {
  if (found.length < new Set(ids).size) throw refused({ code: 'not_found' })
  return found
}

const customersOf = (found: readonly Relationship[]) => found.map(({ customerId }) => customerId)

/** The customer's own record names the partner. */
function recordsOf({
  relationship: { id: relationshipId, customerId, partnerId },
  removed: services,
}: {
  relationship: Relationship
  removed: string[]
}): AuditEntry[] {
  const action = 'admin_grant.removed_by_partner'
  const shared = { relationshipId, customerId, services }
  return [
    { organisationId: partnerId, action, payload: shared },
    { organisationId: customerId, action, payload: { ...shared, partnerId } },
  ]
}
