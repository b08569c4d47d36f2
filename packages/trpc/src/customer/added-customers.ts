import { insertAudit } from '@entente/db/core/audit'
import type { PartnerDb } from '@entente/db/core/scopes'
import { isUniqueViolation } from '@entente/db/core/unique-violation'
import { addCustomers } from '@entente/db/customer/add-customer'
import { findAddedCustomer } from '@entente/db/customer/added-customers'
import { findPartnerCard } from '@entente/db/identity/organisations'
import { saveTemporaryPassword } from '@entente/db/partner/partner-users'
import { listPartnerships } from '@entente/db/partner/partnerships'
import { tenantDomainOf } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import { userLimits } from '@entente/domain/core/user-type'
import { addCustomerInput, decideAddCustomer } from '@entente/domain/customer/added-customer'
import type { Context } from '../core/context.ts'
import { actorOf, type PartnerSession, partnerMutation, partnerQuery } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { temporaryPassword } from '../partner/first-sign-in.ts'
import { atCustomerMutation, atCustomerQuery } from '../relationship/partner-at-customer.ts'

type Ctx = Context & { db: PartnerDb; session: PartnerSession }

/** The options of an act whose answer shows the first admin's password once. */
const showing = { fresh: true, secrets: ['temporaryPassword'] } as const

/** Customers that the partner adds itself. */
export const addedCustomers = t.router({
  /** What the form needs: whether a customer can be added now, what stands behind its name, and for whom it may be. */
  form: partnerQuery('customers.add').query(async ({ ctx: { db, cloud, session } }) => {
    const partner = await findPartnerCard(db, session.organisation.id)
    if (!partner) throw refused({ code: 'not_found' })
    const country = cloud.customers.countries?.[0] ?? partner.country
    const decided = decideAddCustomer({ cloud, partner, country, partnershipLive: undefined })
    return {
      whyNot: decided.ok ? null : decided.refusal,
      tenantDomain: cloud.customers.tenantDomain,
      countries: cloud.customers.countries,
      resellers: partner.kind === 'indirect_provider' ? await resellersOf(db, partner.id) : [],
    }
  }),

  /** Adds a customer, and shows the sign-in information of its first admin once. It gives the partner no privileges (§4.8). */
  add: partnerMutation('customers.add', showing)
    .input(addCustomerInput)
    .prepare(({ ctx }) => temporaryPassword(ctx))
    .mutation(async ({ ctx, input, prepared }) => {
      const { db, session, cloud, now } = ctx
      const domain = tenantDomainOf(cloud, input.tenant)
      const by = { partnerId: session.organisation.id, addedBy: session.account.id, cloud, now }
      try {
        const { reseller, ...wanted } = input
        const [decided] = await addCustomers(db, [{ ...wanted, domain }], {
          ...by,
          reseller,
          actor: actorOf(ctx),
        })
        if (!decided) throw new Error('Nothing was decided.')
        const added = settled(decided)
        const shown = await showPassword(ctx, added.accountId, prepared)
        return { id: added.relationshipId, name: input.adminName, email: added.email, ...shown }
      } catch (error) {
        if (isUniqueViolation(error)) throw refused({ code: 'tenant_name_taken', domain })
        throw error
      }
    }),

  /** The first admin of a customer that this partner added, and whether they have signed in; null for any other customer. */
  firstAdmin: atCustomerQuery('customers.add').query(async ({ ctx: { db, session, customer } }) => {
    const { customerId, customerName } = customer.relationship
    const added = await findAddedCustomer(db, session.organisation.id, customerId)
    if (!added) return null
    const { name, email, hasSignedIn, temporaryUntil } = added
    return { customer: customerName, name, email, hasSignedIn, temporaryUntil }
  }),

  /** Makes a first password for an admin who has not signed in; an earlier one stops working. */
  firstPassword: atCustomerMutation('customers.add', showing)
    .prepare(({ ctx }) => temporaryPassword(ctx))
    .mutation(async ({ ctx, prepared }) => {
      const { db, session, customer, now } = ctx
      const { customerId } = customer.relationship
      const added = await findAddedCustomer(db, session.organisation.id, customerId)
      if (!added) throw refused({ code: 'not_found' })
      if (added.hasSignedIn) throw refused({ code: 'first_sign_in_over' })
      const shown = await showPassword(ctx, added.accountId, prepared)
      const payload = { customerId, accountId: added.accountId }
      const action = 'customer.first_password_made'
      await insertAudit(db, actorOf(ctx), [{ organisationId: session.organisation.id, action, payload }], now)
      return { name: added.name, email: added.email, ...shown }
    }),
})

/** The resellers for which a provider may add customers. */
async function resellersOf(db: PartnerDb, ownId: Id<'organisation'>) {
  const { partnerships } = await listPartnerships(db, { side: 'provider', ownId }, { limit: 500 })
  return partnerships.map(({ other }) => ({ id: other.id, legalName: other.legalName }))
}

/** Sets the first admin's password, which opens nothing but the page that changes it. */
async function showPassword(
  { db, now, sites }: Ctx,
  accountId: Id<'account'>,
  { password, passwordHash }: Awaited<ReturnType<typeof temporaryPassword>>,
) {
  const until = new Date(now.getTime() + userLimits.temporaryPasswordDays * 86_400_000)
  await saveTemporaryPassword(db, accountId, { passwordHash, until, state: 'created' }, now)
  return { temporaryPassword: password, until, site: `${sites.customer}/sign-in` }
}
