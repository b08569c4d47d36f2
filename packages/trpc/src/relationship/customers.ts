import type { PartnerDb } from '@entente/db/core/scopes'
import { findPartnerCard } from '@entente/db/identity/organisations'
import { listOwnGrants } from '@entente/db/relationship/admin-grants'
import { customersCounter, hasCustomers, listCustomers } from '@entente/db/relationship/customers'
import { findRelationship, listAgreementAcceptances } from '@entente/db/relationship/relationships'
import { type Id, idOf } from '@entente/domain/core/id'
import { may, type Permission, rolesFor } from '@entente/domain/core/permission'
import type { Role } from '@entente/domain/core/role'
import type { GrantUse } from '@entente/domain/relationship/admin-grant'
import { customerListInput } from '@entente/domain/relationship/customer-list'
import { z } from 'zod'
import { partnerQuery } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'

export const customers = t.router({
  /** One page of the partner's customers: those that accepted, never those that were only asked. */
  list: partnerQuery('customers.view')
    .input(customerListInput)
    .query(async ({ ctx: { db, session }, input }) => {
      const partnerId = session.organisation.id
      const page = await listCustomers(db, partnerId, input)
      const hasAny = page.customers.length > 0 || (await hasCustomers(db, partnerId))
      return { ...page, hasAny, privilegesFrozenAt: await frozenSince(db, partnerId) }
    }),

  counter: partnerQuery('customers.view').query(async ({ ctx: { db, session } }) => ({
    counter: await customersCounter(db, session.organisation.id),
  })),

  /**
   * A customer's record: which services are granted, why the others cannot be used, and since when all of
   * them are frozen.
   */
  get: partnerQuery('customers.view')
    .input(z.object({ id: idOf<'relationship'>() }))
    .query(async ({ ctx: { db, session, cloud }, input: { id } }) => {
      const partnerId = session.organisation.id
      const relationship = await findRelationship(db, partnerId, id)
      if (relationship?.status !== 'active') throw refused({ code: 'not_found' })
      const { customerId } = relationship
      const grants = (await listOwnGrants(db, partnerId, customerId)).filter(({ use }) => use !== 'ended')
      const use = grants[0]?.use
      return {
        id,
        account: {
          name: relationship.customerName,
          nameState: 'stated_by_customer' as const,
          customerId,
          domain: relationship.customerDomain,
          domainState: relationship.customerDomain ? ('confirmed_by_email' as const) : ('none' as const),
          country: relationship.customerCountry,
          since: relationship.since,
          origin: relationship.origin,
          status: relationship.status,
          agreement: await newestAgreement(db, customerId),
        },
        privilegesFrozenAt: await frozenSince(db, partnerId),
        services: cloud.services.map(({ id: service, name }) => {
          const grant = grants.find((held) => held.service === service)
          return {
            service,
            name,
            state: grant
              ? grant.use === 'frozen'
                ? ('frozen' as const)
                : ('granted' as const)
              : ('not_granted' as const),
            since: grant?.grantedAt ?? null,
            ...accessTo('customer_services.open', session.roles, grant?.use),
          }
        }),
        users: accessTo('customer_users.view', session.roles, use),
        licences: accessTo('customer_licences.view', session.roles, use),
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

const frozenSince = async (db: PartnerDb, partnerId: Id<'organisation'>): Promise<Date | null> =>
  (await findPartnerCard(db, partnerId))?.privilegesFrozenAt ?? null

async function newestAgreement(
  db: PartnerDb,
  customerId: Parameters<typeof listAgreementAcceptances>[1]['customerId'],
) {
  const [newest] = await listAgreementAcceptances(db, { customerId })
  return newest ? { name: newest.agreement, version: newest.version, acceptedAt: newest.acceptedAt } : null
}
