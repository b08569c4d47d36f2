import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { atCustomerMutation } from './partner-at-customer.ts'

export const customerServices = t.router({
  /** Answers the address of a service's admin portal, where the person signs in with their own account. */
  open: atCustomerMutation('customer_services.open').mutation(({ ctx: { cloud }, input }) => {
    const service = cloud.services.find(({ id }) => id === input.service)
    if (!service) throw refused({ code: 'not_granted' })
    return { address: service.portal }
  }),
})
