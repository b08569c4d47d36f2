import { handOverToken } from '@entente/auth/hand-over-token'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { placeOf } from './hand-over.ts'
import { atCustomerMutation } from './partner-at-customer.ts'

export const customerServices = t.router({
  /**
   * Answers the address of a service's admin portal, where the person signs in with their own account, and a
   * token that tells the portal once, within a minute, who comes for which customer.
   */
  open: atCustomerMutation('customer_services.open', { secrets: ['token'] }).mutation(
    async ({ ctx: { cloud, keyring, session, customer, now }, input }) => {
      const service = cloud.services.find(({ id }) => id === input.service)
      const access = customer.accessId
      if (!service || !access) throw refused({ code: 'not_granted' })
      const { id: relationship, customerId, partnerId: partner } = customer.relationship
      const named = { access, partner, customer: customerId, relationship, service: service.id }
      const person = { account: session.account.id, membership: session.membershipId }
      const token = await handOverToken(
        placeOf({ cloud, keyring }),
        'hand-over',
        { ...named, ...person },
        now,
      )
      return { address: service.portal, token }
    },
  ),
})
