import type { Cloud } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import { ok, type Result, refuse } from '@entente/domain/core/result'
import {
  type AddCustomerRefusal,
  decideAddCustomer,
  firstAdminOf,
} from '@entente/domain/customer/added-customer'
import { type AuditActor, insertAudit } from '../core/audit.ts'
import { newId } from '../core/new-id.ts'
import type { PartnerDb } from '../core/scopes.ts'
import { findPartnerCard } from '../identity/organisations.ts'
import { lockLivePartnership } from '../partner/partnerships.ts'
import { insertAddedCustomers, takenDomains } from './added-customers.ts'

type Wanted = {
  legalName: string
  country: string
  tenant: string
  domain: string
  adminName: string
}

type By = {
  /** The reseller for which a provider adds them. */
  reseller?: Id<'organisation'> | undefined
  partnerId: Id<'organisation'>
  addedBy: Id<'account'>
  actor: AuditActor
  cloud: Cloud
  now: Date
}

type Added = {
  relationshipId: Id<'relationship'>
  customerId: Id<'organisation'>
  accountId: Id<'account'>
  email: string
}

/**
 * Adds new customers, or says for each why not. A domain that somebody takes at the same moment fails the transaction
 * by its unique index.
 */
export async function addCustomers(
  db: PartnerDb,
  wanted: readonly Wanted[],
  { partnerId, reseller, addedBy, actor, cloud, now }: By,
): Promise<Result<Added, AddCustomerRefusal>[]> {
  const partner = await findPartnerCard(db, partnerId)
  if (!partner) throw new Error(`There is no partner ${partnerId}.`)
  const sides = reseller && { providerId: partnerId, resellerId: reseller }
  const partnershipLive = sides && (await lockLivePartnership(db, sides))
  const taken = await takenDomains(
    db,
    wanted.map(({ domain }) => domain),
  )
  const decisions = wanted.map(({ tenant, legalName, country, domain, adminName: name }) => {
    const decided = decideAddCustomer({ cloud, partner, country, partnershipLive })
    if (!decided.ok) return decided
    if (taken.has(domain)) return refuse({ code: 'tenant_name_taken' as const, domain })
    taken.add(domain)
    const admin = { accountId: newId<'account'>(), name, email: firstAdminOf(cloud, tenant) }
    return ok({ id: newId<'organisation'>(), legalName, country, domain, admin })
  })
  const customers = decisions.flatMap((decision) => (decision.ok ? decision.value : []))
  const resellerId = reseller ?? null
  const relationships =
    customers.length > 0
      ? await insertAddedCustomers(db, customers, { partnerId, resellerId, addedBy }, now)
      : []
  const entries = customers.flatMap(({ id: customerId, legalName, domain }) => {
    const payload = { customerId, legalName, domain, partnerId, ...(resellerId && { resellerId }) }
    const chains = [partnerId, customerId, ...(resellerId ? [resellerId] : [])]
    return chains.map((organisationId) => ({ organisationId, action: 'customer.added' as const, payload }))
  })
  if (entries.length > 0) await insertAudit(db, actor, entries, now)
  const idOfCustomer = new Map(customers.map(({ id }, at) => [id, relationships[at]]))
  return decisions.map((decision) => {
    if (!decision.ok) return decision
    const { id: customerId, admin } = decision.value
    // Each customer that was written has its relationship.
    const relationshipId = idOfCustomer.get(customerId) as Id<'relationship'>
    return ok({ relationshipId, customerId, accountId: admin.accountId, email: admin.email })
  })
}
