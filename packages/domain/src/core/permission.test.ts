import { describe, expect, test } from 'vitest'
import { audiences } from './audience.ts'
import { may, type Permission, permissions, rolesFor } from './permission.ts'
import { customerRoles, operatorRoles, partnerRoles, type Role } from './role.ts'

const rolesOf = { partner: partnerRoles, customer: customerRoles, operator: operatorRoles }

/** §5 as people read it: Y where the column's role has the permission. */
const partnerMatrix: [Permission, string][] = [
  //                                          GA UMA BA AA SA HA
  ['home.view', '                              Y Y Y Y Y Y'],
  ['customers.view', '                         Y - - Y Y Y'],
  ['customers.label', '                        Y - - Y Y -'],
  ['customers.remove', '                       Y - - Y - -'],
  ['admin_grants.view', '                      Y - - Y - Y'],
  ['admin_grants.give_up', '                   Y - - Y - -'],
  ['customers.add', '                          Y - - Y Y -'],
  ['customers.import', '                       Y - - Y Y -'],
  ['relationship_request.prepare', '           Y - - Y Y -'],
  ['relationship_request.include_privileges', '- - - Y - -'],
  ['relationship_request.view_log', '          Y - - Y Y -'],
  ['customer_users.view', '                    - - - Y Y Y'],
  ['customer_services.open', '                 - - - Y - Y'],
  ['customer_users.manage', '                  - - - Y Y -'],
  ['customer_users.reset_password', '          - - - Y - Y'],
  ['customer_licences.view', '                 - - - Y Y -'],
  ['customer_licences.assign', '               - - - Y Y -'],
  ['customer_profile.view', '                  - - - Y Y Y'],
  ['customer_profile.edit', '                  - - - Y Y Y'],
  ['customer_profile.edit_billing', '          - - - Y Y -'],
  ['customer_agreement.view', '                Y - - Y Y -'],
  ['customer_agreement.attest', '              - - - Y Y -'],
  ['customer_purchases.view', '                Y - - Y Y Y'],
  ['support_contacts.assign', '                Y - - Y - Y'],
  ['customer_purchases.permit', '              - - - Y - -'],
  ['subscriptions.view', '                     Y - - Y Y Y'],
  ['subscriptions.order', '                    Y - - Y Y -'],
  ['service_requests.view', '                  Y - - Y Y Y'],
  ['service_requests.create', '                Y - - Y - Y'],
  ['service_requests.answer', '                Y - - Y - Y'],
  ['referrals.view', '                         Y - - Y Y -'],
  ['referrals.answer', '                       Y - - Y Y -'],
  ['referrals.refer', '                        Y - - Y Y -'],
  ['billing.view', '                           Y - Y Y - -'],
  ['enrolment.manage', '                       Y - - - - -'],
  ['agreement.sign', '                         Y - - - - -'],
  ['users.view_admins', '                      Y Y Y Y Y Y'],
  ['users.view', '                             Y Y - - - -'],
  ['users.manage', '                           Y Y - - - -'],
  ['users.assign_admin_roles', '               Y - - - - -'],
  ['users.reset_password', '                   Y - - - - -'],
  ['users.reset_second_factor', '              Y - - - - -'],
  ['users.manage_own_agent_role', '            Y - - - - -'],
  ['account.view', '                           Y - - Y - -'],
  ['account.edit', '                           Y - - - - -'],
  ['business_profile.edit', '                  Y - - - - -'],
  ['provider_entry.edit', '                    Y - - Y - -'],
  ['partnerships.view', '                      Y Y - Y Y -'],
  ['partnerships.invite', '                    Y - - Y Y -'],
  ['partnerships.authorise', '                 Y Y - Y Y -'],
  ['partnerships.remove', '                    Y - - Y - -'],
  ['partnerships.remove_access', '             Y - - - - -'],
  ['reseller_accounts.view', '                 - - - Y - -'],
  ['account.edit_support', '                   Y - - Y - Y'],
  ['account.view_activity', '                  Y - - Y - -'],
  ['account.manage_sign_in', '                 Y - - - - -'],
]

const customerMatrix: [Permission, string][] = [
  //                                      GA RM user
  ['invitation.decide', '                  Y  Y  -'],
  ['partner_relationships.view', '         Y  Y  Y'],
  ['partner_relationships.remove_roles', ' Y  Y  -'],
  ['access_log.view', '                    Y  Y  -'],
  ['access_rule.change', '                 Y  -  -'],
  ['partner_relationships.ask_end', '      Y  Y  -'],
  ['own_profile.view', '                   Y  Y  Y'],
  ['own_profile.edit', '                   Y  -  -'],
  ['own_subscriptions.view', '             Y  Y  Y'],
  ['own_subscriptions.buy', '              Y  -  -'],
  ['people.manage', '                      Y  -  -'],
]

/** §5.4, with rows of our own for the pages that only this console has. */
const operatorMatrix: [Permission, string][] = [
  //                        ER SO OA AU
  ['instance.overview', '   Y  Y  Y  Y'],
  ['dead_letters.view', '   -  Y  Y  Y'],
  ['dead_letters.retry', '  -  Y  Y  -'],
  ['provisionings.view', '  -  Y  Y  Y'],
  ['provisionings.retry', ' -  Y  Y  -'],
  ['partners.view', '       Y  Y  Y  Y'],
  ['partners.list_providers', 'Y  -  Y  -'],
  ['partners.suspend', '    -  -  Y  -'],
  ['partners.deauthorise', '-  -  Y  -'],
  ['accounts.view', '       -  Y  Y  Y'],
  ['accounts.end_sessions', '- Y  Y  -'],
  ['accounts.suspend', '    -  -  Y  -'],
  ['operator_requests.view', '-  Y  Y  Y'],
  ['operator_requests.ask', ' -  Y  Y  -'],
  ['operator_requests.confirm', '- - Y -'],
  ['tenants.export', '- - Y -'],
  ['agreements.ask', '- - Y -'],
  ['end_requests.view', '   -  Y  Y  Y'],
  ['end_requests.mediate', '-  Y  Y  -'],
  ['service_request_queue.view', '  - Y Y Y'],
  ['service_request_queue.handle', '- Y Y -'],
  ['unused_grants.view', '     - Y Y Y'],
  ['unused_grants.remove', '   - - Y -'],
  ['referral_register.view', ' - Y Y Y'],
  ['referral_register.refer', '- Y Y -'],
  ['enrolments.view', '     Y  Y  Y  Y'],
  ['enrolments.decide', '   Y  -  Y  -'],
  ['directory.manage', '    -  -  Y  -'],
  ['web_mail.manage', '     -  -  Y  -'],
  ['offers.view', '         -  Y  Y  Y'],
  ['offers.import', '       -  -  Y  -'],
  ['instance.settings', '   -  -  Y  -'],
  ['links.revoke', '        -  -  Y  -'],
  ['audit.view', '          -  Y  Y  Y'],
  ['audit.view_payloads', ' -  -  Y  Y'],
  ['audit.verify', '        -  -  Y  Y'],
]

const rowOf = (cells: string) => cells.trim().split(/\s+/)

describe('who may do what', () => {
  test.each(partnerMatrix)('R-010 R-011 D-06 D-07 partner: %s', (permission, cells) => {
    expect(partnerRoles.map((role) => (may('partner', [role], permission) ? 'Y' : '-'))).toEqual(rowOf(cells))
  })

  test.each(customerMatrix)('D-08 customer: %s', (permission, cells) => {
    expect(customerRoles.map((role) => (may('customer', [role], permission) ? 'Y' : '-'))).toEqual(
      rowOf(cells),
    )
  })

  test.each(operatorMatrix)('§5.4 operator: %s', (permission, cells) => {
    const [reviewer, support, admin, auditor] = rowOf(cells)
    const wanted = { enrolment_reviewer: reviewer, support_operator: support, operator_admin: admin, auditor }
    const found = operatorRoles.map((role) => [role, may('operator', [role], permission) ? 'Y' : '-'])
    expect(Object.fromEntries(found)).toEqual(wanted)
  })

  test('every permission is in one of the matrices', () => {
    const named = [...partnerMatrix, ...customerMatrix, ...operatorMatrix].map(([permission]) => permission)
    expect(named.sort()).toEqual((Object.keys(permissions) as Permission[]).sort())
  })

  test('a role of one audience never counts in another: a partner’s global admin cannot accept for a customer', () => {
    const everyRole: Role[] = [...partnerRoles, ...customerRoles, ...operatorRoles]
    for (const audience of audiences)
      for (const [permission, rule] of Object.entries(permissions))
        if (rule.audience !== audience) expect(may(audience, everyRole, permission as Permission)).toBe(false)
  })

  test('without a role nothing is allowed, and one matching role among several is enough', () => {
    expect(may('partner', [], 'customers.view')).toBe(false)
    expect(may('partner', ['billing_admin', 'sales_agent'], 'customers.view')).toBe(true)
  })

  test('a refused person is told exactly the roles that have the permission', () => {
    for (const [permission, rule] of Object.entries(permissions) as [
      Permission,
      { audience: 'partner' | 'customer' | 'operator' },
    ][]) {
      const allowed = [...rolesOf[rule.audience]].filter((role) => may(rule.audience, [role], permission))
      expect([...rolesFor(permission)].sort()).toEqual([...allowed].sort())
    }
  })
})
