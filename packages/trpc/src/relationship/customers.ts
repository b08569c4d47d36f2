import type { PartnerDb } from '@entente/db/core/scopes'
import { findPartnerCard } from '@entente/db/identity/organisations'
import { listAcceptances } from '@entente/db/relationship/acceptances'
import { listGrantsEver, listOwnGrants } from '@entente/db/relationship/admin-grants'
import {
  customersCounter,
  hasCustomers,
  listCustomers,
  summariseCustomers,
} from '@entente/db/relationship/customers'
import { findRelationship } from '@entente/db/relationship/relationships'
import { listRequestsTo } from '@entente/db/relationship/request-log'
import type { Cloud } from '@entente/domain/core/cloud'
import { type Id, idOf } from '@entente/domain/core/id'
import { may, type Permission, rolesFor } from '@entente/domain/core/permission'
import type { Role } from '@entente/domain/core/role'
import type { GrantUse } from '@entente/domain/relationship/admin-grant'
import { customerHistory, lastOf } from '@entente/domain/relationship/customer-history'
import { customerListInput } from '@entente/domain/relationship/customer-list'
import { mayAuthorLinks } from '@entente/domain/relationship/relationship-link'
import { z } from 'zod'
import { partnerQuery } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'

export const customers = t.router({
  /** One page of the partner's customers: those that accepted, never those that were only asked. */
  list: partnerQuery('customers.view')
    .input(customerListInput)
    .query(async ({ ctx: { db, session, cloud, now }, input }) => {
      const partnerId = session.organisation.id
      const catalogue = cloud.services.map(({ id }) => id)
      const page = await listCustomers(db, partnerId, { ...input, catalogue, now })
      const hasAny = page.customers.length > 0 || (await hasCustomers(db, partnerId))
      return { ...page, hasAny, privilegesFrozenAt: await frozenSince(db, partnerId) }
    }),

  /** How many customers there are, and the countries to filter them by. */
  summary: partnerQuery('customers.view').query(({ ctx: { db, session } }) =>
    summariseCustomers(db, session.organisation.id),
  ),

  counter: partnerQuery('customers.view').query(async ({ ctx: { db, session } }) => ({
    counter: await customersCounter(db, session.organisation.id),
  })),

  /**
   * A customer's record: which privileges are there, since when all of them are frozen, who may ask for the
   * missing ones, and what happened so far.
   */
  get: partnerQuery('customers.view')
    .input(z.object({ id: idOf<'relationship'>() }))
    .query(async ({ ctx, input: { id } }) => {
      const { db, session, cloud } = ctx
      const partnerId = session.organisation.id
      const relationship = await findRelationship(db, partnerId, id)
      if (relationship?.status !== 'active') throw refused({ code: 'not_found' })
      const { customerId, since } = relationship
      const grants = (await listOwnGrants(db, partnerId, customerId)).filter(({ use }) => use !== 'ended')
      const use = grants[0]?.use
      const ever = await listGrantsEver(db, partnerId, customerId)
      const acceptances = await listAcceptances(db, customerId)
      const partner = await findPartnerCard(db, partnerId)
      const [newest] = acceptances
      return {
        id,
        account: {
          name: relationship.customerName,
          nameState: 'stated_by_customer' as const,
          customerId,
          domain: relationship.customerDomain,
          domainState: relationship.customerDomain ? ('confirmed_by_email' as const) : ('none' as const),
          country: relationship.customerCountry,
          since,
          origin: relationship.origin,
          status: relationship.status,
          agreement: newest
            ? { name: newest.agreement, version: newest.version, acceptedAt: newest.acceptedAt }
            : null,
        },
        privilegesFrozenAt: partner?.privilegesFrozenAt ?? null,
        services: cloud.services.map(({ id: service, name }) => {
          const grantUse = grants.find((grant) => grant.service === service)?.use
          const state = grantUse === 'usable' ? ('granted' as const) : (grantUse ?? ('not_granted' as const))
          const access = accessTo('customer_services.open', session.roles, grantUse)
          return { service, name, state, ...lastOf(service, ever), ...access }
        }),
        users: accessTo('customer_users.view', session.roles, use),
        licences: accessTo('customer_licences.view', session.roles, use),
        ask: partner && mayAuthorLinks(cloud, partner.kind).ok ? askers(cloud, session.roles) : null,
        history: customerHistory({
          since,
          grants: ever,
          asked: may('partner', session.roles, 'relationship_request.view_log')
            ? await listRequestsTo(db, partnerId, id)
            : [],
          acceptances: acceptances.map(({ parties, ...acceptance }) => ({
            ...acceptance,
            change: parties.find((party) => party.partnerId === partnerId)?.change ?? 'unchanged',
          })),
        }),
      }
    }),
})

/**
 * Whether a person may do it here and, if not, what is missing (R-001, U-22): the customer's grant, a role, or the
 * operator's leave while privileges are frozen.
 */
function accessTo(permission: Permission, roles: readonly Role[], use: GrantUse | undefined) {
  if (use === undefined || use === 'ended') return { access: 'not_granted' as const, roles: [] }
  if (use === 'frozen') return { access: 'frozen' as const, roles: [] }
  if (!may('partner', roles, permission))
    return { access: 'missing_permission' as const, roles: rolesFor(permission) }
  return { access: 'allowed' as const, roles: [] }
}

/** Who may ask a customer for privileges: those who can hand out a link that asks for them (D-06). */
function askers(cloud: Cloud, roles: readonly Role[]) {
  const permissions: Permission[] = ['relationship_request.prepare']
  if (cloud.requests.privilegesChoice) permissions.push('relationship_request.include_privileges')
  return {
    isAllowed: permissions.every((permission) => may('partner', roles, permission)),
    roles: rolesFor(permissions.at(-1) as Permission),
  }
}

const frozenSince = async (db: PartnerDb, partnerId: Id<'organisation'>): Promise<Date | null> =>
  (await findPartnerCard(db, partnerId))?.privilegesFrozenAt ?? null
