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
import { insertAddedCustomer, takenDomains } from './added-customers.ts'

type Wanted = {
  legalName: string
  country: string
  tenant: string
  domain: string
  adminName: string
  reseller?: Id<'organisation'> | undefined
}

type By = {
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
 * Adds a new customer, or says why not. A domain that somebody takes at the same moment fails the transaction by its
 * unique index.
 */
export async function addCustomer(
  db: PartnerDb,
  wanted: Wanted,
  { partnerId, addedBy, actor, cloud, now }: By,
): Promise<Result<Added, AddCustomerRefusal>> {
  const partner = await findPartnerCard(db, partnerId)
  if (!partner) throw new Error(`There is no partner ${partnerId}.`)
  const sides = wanted.reseller && { providerId: partnerId, resellerId: wanted.reseller }
  const partnershipLive = sides && (await lockLivePartnership(db, sides))
  const decided = decideAddCustomer({ cloud, partner, country: wanted.country, partnershipLive })
  if (!decided.ok) return decided
  const { domain, legalName, country } = wanted
  if ((await takenDomains(db, [domain])).size > 0) return refuse({ code: 'tenant_name_taken', domain })
  const email = firstAdminOf(cloud, wanted.tenant)
  const admin = { accountId: newId<'account'>(), name: wanted.adminName, email }
  const customer = { id: newId<'organisation'>(), legalName, country, domain, admin }
  const resellerId = wanted.reseller ?? null
  const relationshipId = await insertAddedCustomer(db, customer, { partnerId, resellerId, addedBy }, now)
  const payload = { customerId: customer.id, legalName, domain, partnerId, ...(resellerId && { resellerId }) }
  const chains = [partnerId, customer.id, ...(resellerId ? [resellerId] : [])]
  await insertAudit(
    db,
    actor,
    chains.map((organisationId) => ({ organisationId, action: 'customer.added' as const, payload })),
    now,
  )
  return ok({ relationshipId, customerId: customer.id, accountId: admin.accountId, email })
}
