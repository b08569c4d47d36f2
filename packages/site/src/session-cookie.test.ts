import { expect, test } from 'vitest'
import { sessionCookieName } from './session-cookie.ts'

test('sessions of two sites or two clouds on one host never share a cookie', () => {
  const names = (['global', 'germany'] as const).flatMap((cloud) =>
    (['partner', 'customer'] as const).map((audience) =>
      sessionCookieName({ cloud, audience, isSecure: false }),
    ),
  )
  expect(names).toEqual([
    'entente-global-partner',
    'entente-global-customer',
    'entente-germany-partner',
    'entente-germany-customer',
  ])
})

test('over https a neighbouring subdomain cannot plant the cookie', () => {
  expect(sessionCookieName({ cloud: 'global', audience: 'partner', isSecure: true })).toBe(
    '__Host-entente-global-partner',
  )
})
