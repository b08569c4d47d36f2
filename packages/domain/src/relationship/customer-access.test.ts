import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { may } from '../core/permission.ts'
import { partnerRoles } from '../core/role.ts'
import { type CustomerPermission, decideCustomerAccess, grantNeeded } from './customer-access.ts'

const permissions = Object.keys(grantNeeded) as CustomerPermission[]
const services = ['mail', 'compute']
const acts = fc.record({
  permission: fc.constantFrom(...permissions),
  service: fc.constantFrom(...services),
  roles: fc.subarray([...partnerRoles]),
  relationship: fc.constantFrom(undefined, { status: 'active' as const }, { status: 'removed' as const }),
  grants: fc.array(
    fc.record({
      service: fc.constantFrom(...services),
      use: fc.constantFrom('usable' as const, 'frozen' as const, 'ended' as const),
    }),
    { maxLength: 3 },
  ),
})
/** What a removed relationship still allows. */
const outliving: CustomerPermission[] = [
  'customers.view',
  'customers.remove',
  'admin_grants.give_up',
  'customer_agreement.view',
  'billing.view',
  'customer_services.open',
  'subscriptions.view',
  'subscriptions.order',
  'service_requests.view',
]
type Act = typeof acts extends fc.Arbitrary<infer A> ? A : never

const everyAct = (check: (act: Act, code: string) => void) =>
  fc.assert(
    fc.property(acts, (act) => {
      const decision = decideCustomerAccess(act)
      check(act, decision.ok ? 'allowed' : decision.refusal.code)
    }),
    { numRuns: 1000 },
  )

describe('acting on a customer', () => {
  test('R-001 is allowed exactly with a live relationship, the role, and a usable grant where the act needs one', () => {
    everyAct((act, code) => {
      const { permission, service, roles, relationship, grants } = act
      const usable = grants.filter(({ use }) => use === 'usable')
      const needs = {
        none: true,
        any: usable.length > 0,
        service: usable.some((grant) => grant.service === service),
      }
      const isThere =
        relationship?.status === 'active' || (relationship !== undefined && outliving.includes(permission))
      const isAllowed = isThere && needs[grantNeeded[permission]] && may('partner', roles, permission)
      expect(code === 'allowed').toBe(isAllowed)
    })
  })

  test('R-156 U-20 of a removed relationship the record stays, and a service while its privileges are there', () => {
    everyAct(({ permission, relationship }, code) => {
      const isGone = relationship?.status === 'removed' && !outliving.includes(permission)
      expect(code === 'not_found').toBe(relationship === undefined || isGone)
    })
  })

  test('R-001 U-22 says what is missing: first the grant, then the freeze, then the role', () => {
    const relationship = { status: 'active' as const }
    const open = { permission: 'customer_services.open' as const, service: 'mail', relationship }
    const decide = (roles: Act['roles'], grants: Act['grants']) => {
      const decision = decideCustomerAccess({ ...open, roles, grants })
      return decision.ok ? 'allowed' : decision.refusal.code
    }
    const grant = (service: string, use: Act['grants'][number]['use']) => ({ service, use })
    expect(decide([], [grant('compute', 'usable')])).toBe('not_granted')
    expect(decide(['admin_agent'], [grant('mail', 'ended')])).toBe('not_granted')
    expect(decide([], [grant('mail', 'frozen')])).toBe('privileges_frozen')
    expect(decide(['sales_agent'], [grant('mail', 'usable')])).toBe('missing_permission')
    expect(decide(['helpdesk_agent'], [grant('mail', 'usable')])).toBe('allowed')
  })
})
