import { lockSubscription, saveSupport } from '@entente/db/customer/subscriptions'
import { subscriptionStateOf } from '@entente/domain/customer/subscription'
import { assignSupport, assignSupportInput } from '@entente/domain/customer/support-contact'
import { settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { atCustomerMutation } from '../relationship/partner-at-customer.ts'
import { subscriptionAt } from './order-facts.ts'
import { recordAt } from './write-order.ts'

/** Whom a customer calls about a subscription: the seller, or in two tiers the reseller. The seller decides. */
export const supportContacts = t.router({
  assign: atCustomerMutation('support_contacts.assign')
    .input(assignSupportInput)
    .mutation(async ({ ctx, input: { subscriptionId, side } }) => {
      const { db, cloud, now, session, customer } = ctx
      const found = await subscriptionAt(ctx, subscriptionId, lockSubscription)
      const isOwn = found.partnerId === session.organisation.id
      const state = subscriptionStateOf(found, cloud, now)
      await saveSupport(db, found.id, settled(assignSupport({ ...found, isOwn, state }, side)))
      const { customerId, partnerId } = customer.relationship
      const payload = { subscriptionId, customerId, side }
      await recordAt(ctx, 'subscription.support_assigned', [
        [partnerId, payload],
        [customerId, { ...payload, partnerId }],
        ...(found.resellerId ? [[found.resellerId, { ...payload, partnerId }] as const] : []),
      ])
      return { side }
    }),
})
