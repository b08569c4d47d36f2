import {
  type CustomerProfileInput,
  customerProfileInput,
  profileOf,
} from '@entente/addresses/customer-profile'
import { insertAudit } from '@entente/db/core/audit'
import type { Scoped } from '@entente/db/core/scopes'
import { findCustomerProfile, saveCustomerProfile } from '@entente/db/customer/customer-profiles'
import type { Id } from '@entente/domain/core/id'
import { may } from '@entente/domain/core/permission'
import type { ProfilePart } from '@entente/domain/customer/customer-profile'
import type { Context } from '../core/context.ts'
import { actorOf, customerMutation, customerQuery, type TenantSession } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { atCustomerMutation, atCustomerQuery, type CustomerAt } from '../relationship/partner-at-customer.ts'

/** A customer's company and billing details, with its privileges alone: each look and change is recorded for it. */
export const customerProfiles = t.router({
  get: atCustomerQuery('customer_profile.view').query(async ({ ctx: { db, session, customer } }) => ({
    ...(await findCustomerProfile(db, customer.relationship.customerId)),
    mayEdit: {
      company: may('partner', session.roles, 'customer_profile.edit'),
      billing: may('partner', session.roles, 'customer_profile.edit_billing'),
    },
  })),

  saveCompany: atCustomerMutation('customer_profile.edit')
    .input(customerProfileInput.company)
    .mutation(({ ctx, input }) => save(ctx, 'company', atPartner(ctx), input)),

  saveBilling: atCustomerMutation('customer_profile.edit_billing')
    .input(customerProfileInput.billing)
    .mutation(({ ctx, input }) => save(ctx, 'billing', atPartner(ctx), input)),
})

/** The same, as the customer itself sees and changes it. */
export const ownProfile = t.router({
  get: customerQuery('own_profile.view').query(async ({ ctx: { db, session } }) => {
    const mayEdit = may('customer', session.roles, 'own_profile.edit')
    return {
      ...(await findCustomerProfile(db, session.organisation.id)),
      mayEdit: { company: mayEdit, billing: mayEdit },
    }
  }),

  saveCompany: customerMutation('own_profile.edit')
    .input(customerProfileInput.company)
    .mutation(({ ctx, input }) => saveOwn(ctx, 'company', input)),

  saveBilling: customerMutation('own_profile.edit')
    .input(customerProfileInput.billing)
    .mutation(({ ctx, input }) => saveOwn(ctx, 'billing', input)),
})

type Ctx = Context & { db: Scoped<'partner' | 'customer'> }
type Customer = { id: Id<'organisation'>; country: string }

const atPartner = ({ customer: { relationship } }: { customer: CustomerAt }): Customer => ({
  id: relationship.customerId,
  country: relationship.customerCountry,
})

async function save(
  { db, now }: Ctx,
  part: ProfilePart,
  customer: Customer,
  { version, ...input }: CustomerProfileInput,
): Promise<object> {
  if (input.country !== customer.country)
    throw refused({ code: 'country_not_allowed', country: input.country })
  const place = { customerId: customer.id, part, seen: version }
  const saved = await saveCustomerProfile(db, place, { ...profileOf({ version, ...input }), changedAt: now })
  if (!saved) throw refused({ code: 'customer_profile_changed' })
  return {}
}

async function saveOwn(
  ctx: Ctx & { session: TenantSession<'customer'> },
  part: ProfilePart,
  input: CustomerProfileInput,
): Promise<object> {
  const { id, country } = ctx.session.organisation
  await save(ctx, part, { id, country }, input)
  const action = part === 'company' ? 'customer_profile.changed' : 'customer_profile.billing_changed'
  await insertAudit(ctx.db, actorOf(ctx), [{ organisationId: id, action, payload: {} }], ctx.now)
  return {}
}
