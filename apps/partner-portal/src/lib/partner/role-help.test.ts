import { rolesFor } from '@entente/domain/core/permission'
import { partnerRoles } from '@entente/domain/core/role'
import { translatorFor } from '@entente/i18n/server'
import { expect, test } from 'vitest'
import { permissionsOf } from './role-help.ts'

test.each(partnerRoles)('R-117 the help on %s follows the permission table', (role) => {
  const named = permissionsOf(role)
  expect(named.every((permission) => rolesFor(permission).includes(role))).toBe(true)
  expect(named.includes('users.assign_admin_roles')).toBe(role === 'global_admin')
  for (const locale of ['en', 'de', 'zh-CN'] as const) {
    const t = translatorFor(locale)
    const sentences = named.map((permission) => t(`users.permission.${permission}`))
    expect(new Set(sentences).size).toBe(named.length)
    expect(t(`users.roles.about.${role}`)).not.toBe('')
  }
})
