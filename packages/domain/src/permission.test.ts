import { describe, expect, test } from 'vitest'
import { audiences } from './audience.ts'
import { may, type Permission, permissions, rolesFor } from './permission.ts'
import { customerRoles, operatorRoles, partnerRoles, type Role, rolesOf } from './role.ts'

/** Part 5 as people read it: Y where the column's role may. */
const partnerMatrix: [Permission, string][] = [
  //                                          GA UMA BA AA SA HA
  ['customers.view', '                         Y - - Y Y Y'],
  ['relationship_request.prepare', '           Y - - Y Y -'],
  ['relationship_request.include_privileges', '- - - Y - -'],
  ['relationship_request.view_log', '          Y - - Y Y -'],
  ['customer_users.view', '                    - - - Y Y Y'],
  ['customer_services.open', '                 - - - Y - Y'],
  ['customer_licences.view', '                 - - - Y Y -'],
]

const customerMatrix: [Permission, string][] = [
  //                               GA user
  ['invitation.decide', '          Y -'],
  ['partner_relationships.view', ' Y -'],
  ['people.manage', '              Y -'],
]

const rowOf = (cells: string) => cells.trim().split(/\s+/)

describe('who may do what', () => {
  test.each(partnerMatrix)('R-010 R-011 D-06 partner: %s', (permission, cells) => {
    expect(partnerRoles.map((role) => (may('partner', [role], permission) ? 'Y' : '-'))).toEqual(rowOf(cells))
  })

  test.each(customerMatrix)('D-08 customer: %s', (permission, cells) => {
    expect(customerRoles.map((role) => (may('customer', [role], permission) ? 'Y' : '-'))).toEqual(
      rowOf(cells),
    )
  })

  test('every permission stands in one of the two matrices', () => {
    const named = [...partnerMatrix, ...customerMatrix].map(([permission]) => permission)
    expect(named.sort()).toEqual((Object.keys(permissions) as Permission[]).sort())
  })

  test('a role of one audience carries nothing in another: a partner’s global admin cannot accept for a customer', () => {
    const everyRole: Role[] = [...partnerRoles, ...customerRoles, ...operatorRoles]
    for (const audience of audiences)
      for (const [permission, rule] of Object.entries(permissions))
        if (rule.audience !== audience) expect(may(audience, everyRole, permission as Permission)).toBe(false)
  })

  test('nobody without a role may do anything, one fitting role among several is enough', () => {
    expect(may('partner', [], 'customers.view')).toBe(false)
    expect(may('partner', ['billing_admin', 'sales_agent'], 'customers.view')).toBe(true)
  })

  test('the roles named to a refused person are the ones that may', () => {
    for (const [permission, rule] of Object.entries(permissions) as [
      Permission,
      { audience: 'partner' | 'customer' },
    ][]) {
      const allowed = rolesOf[rule.audience].filter((role) => may(rule.audience, [role], permission))
      expect([...rolesFor(permission)].sort()).toEqual([...allowed].sort())
    }
  })
})
