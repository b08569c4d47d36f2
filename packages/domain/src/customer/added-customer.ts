import { z } from 'zod'
import { type Cloud, tenantDomainOf } from '../core/cloud.ts'
import { type Id, idOf } from '../core/id.ts'
import { countryCode, type PartnerKind, type PartnerStatus } from '../core/organisation.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { withoutMarksAround } from '../core/typed-text.ts'
import { oneLine } from '../identity/account.ts'

export const adminNameMax = 100

/** The first part of a new customer's domain, as the clouds allow it. The cloud's own part may be typed behind it. */
export const tenantName = z
  .string()
  .max(300)
  .transform((text) => withoutMarksAround(text.trim()).toLowerCase())
  .transform((text) => text.replace(/\.(partner\.)?onm(icrosoft|schina)\.[a-z]+$/, ''))
  .pipe(z.string().regex(/^[a-z][a-z0-9]{1,26}$/, 'not a name of a tenant'))

export const addCustomerInput = z.object({
  legalName: oneLine(200),
  country: countryCode,
  tenant: tenantName,
  adminName: oneLine(adminNameMax),
  /** The reseller for which a provider adds the customer (`associatedPartnerId`). */
  reseller: idOf<'organisation'>().optional(),
})

export type NewCustomerRefusal =
  /** The cloud takes no new customers (§3.4 `newCustomersAllowed`). */
  | { code: 'new_customers_closed' }
  /** Somebody has a customer with this domain. */
  | { code: 'tenant_name_taken'; domain: string }
  /** The first admin has signed in: the password is theirs now. */
  | { code: 'first_sign_in_over' }

export type AddCustomerRefusal =
  | NewCustomerRefusal
  | { code: 'country_not_allowed'; country: string }
  | { code: 'partner_not_active' }
  | { code: 'wrong_partner_kind' }
  | { code: 'partnership_not_active' }

type Adding = {
  cloud: Cloud
  partner: { id: Id<'organisation'>; kind: PartnerKind; status: PartnerStatus }
  country: string
  /** Whether the partnership with the reseller is live; undefined where the partner adds the customer for itself. */
  partnershipLive: boolean | undefined
}

/**
 * Decides whether a partner may add a new customer (R-163, R-164, §4.7). It gives nobody privileges: since autumn 2023 the
 * clouds no longer grant them with the creation of a tenant (§4.8).
 */
export function decideAddCustomer({
  cloud,
  partner,
  country,
  partnershipLive,
}: Adding): Result<true, AddCustomerRefusal> {
  if (!cloud.customers.newAllowed) return refuse({ code: 'new_customers_closed' })
  if (partner.status !== 'active') return refuse({ code: 'partner_not_active' })
  if (cloud.customers.countries && !cloud.customers.countries.includes(country))
    return refuse({ code: 'country_not_allowed', country })
  if (partnershipLive === undefined) return ok(true)
  if (partner.kind !== 'indirect_provider') return refuse({ code: 'wrong_partner_kind' })
  return partnershipLive ? ok(true) : refuse({ code: 'partnership_not_active' })
}

/** The user name of a new customer's first admin, made by this instance. */
export const firstAdminOf = (cloud: Cloud, tenant: string): string => `admin@${tenantDomainOf(cloud, tenant)}`
