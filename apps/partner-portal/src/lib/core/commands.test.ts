import type { PartnerRole } from '@entente/domain/core/role'
import { translatorFor } from '@entente/i18n/server'
import { expect, test } from 'vitest'
import { commandsFor } from './commands.ts'
import { matches, pressed, shortcuts, textOf } from './palette.ts'

const cloud = { businessProfile: { isOn: false }, referrals: { isOn: true } }

const idsFor = (...roles: PartnerRole[]) =>
  commandsFor({
    roles,
    status: 'active',
    kind: 'direct_bill',
    makesLinks: true,
    hasCompanies: false,
    cloud,
  }).map(({ id }) => id)

test.each([
  ['en', 'inv'],
  ['de', 'einl'],
  ['zh-CN', '邀请'],
] as const)('U1 in %s, “%s” begins an invitation', (locale, typed) => {
  const t = translatorFor(locale)
  const [first] = commandsFor({
    roles: ['admin_agent'],
    status: 'active',
    kind: 'direct_bill',
    makesLinks: true,
    hasCompanies: true,
    cloud,
  }).filter((one) => matches(textOf(t, one), typed))
  expect(first).toMatchObject({ href: '/requests/new' })
})

test('U1 R-111 the palette offers what a person may do, and nothing else', () => {
  expect(idsFor('helpdesk_agent')).not.toContain('request')
  expect(idsFor('sales_agent')).toEqual([
    'request',
    'copy_link',
    '/',
    '/customers',
    '/requests',
    '/service-requests',
    '/referrals',
    'account',
    'help',
    'shortcuts',
  ])
  expect(idsFor('user_admin')).toContain('/settings/users')
  expect(
    commandsFor({
      roles: [],
      status: 'active',
      kind: 'direct_bill',
      makesLinks: true,
      hasCompanies: true,
      cloud,
    }).map(({ id }) => id),
  ).toContain('companies')
})

test('U1 a word is found by its start, with or without its accents, and in any order', () => {
  expect(matches('Gehe zu Müller & Söhne', 'sohne mull')).toBe(true)
  expect(matches('Customers', 'tomers')).toBe(false)
  expect(matches('请求经销商关系', '经销')).toBe(true)
})

test('U2 one key runs a shortcut, two keys one after the other run another', () => {
  expect(pressed('', 'n').shortcut?.run).toBe('request')
  expect(pressed('', 'g')).toEqual({ before: 'g' })
  expect(pressed('g', 'c').shortcut?.run).toBe('/customers')
  expect(pressed('', 'c')).toEqual({ before: '' })
  expect(new Set(shortcuts.map(({ keys }) => keys)).size).toBe(shortcuts.length)
})

test('D-05 where links are the provider’s alone, a reseller finds its providers instead of a request of its own', () => {
  const commands = commandsFor({
    ...{ roles: ['global_admin', 'admin_agent'], status: 'active', kind: 'indirect_reseller' },
    ...{ makesLinks: false, hasCompanies: false, cloud },
  }).map(({ id }) => id)
  expect(commands).toContain('/indirect-providers')
  for (const id of ['request', 'copy_link']) expect(commands).not.toContain(id)
})
