import { expect, test } from 'vitest'
import { networks, webhookSecrets } from './setting.ts'

const [newer, older] = ['whsec_bmV3ZXIgbmV3ZXIgbmV3ZXI=', 'whsec_b2xkZXIgb2xkZXIgb2xkZXI=']

test('S20 one secret, or two while the newer replaces the older', () => {
  expect(webhookSecrets.parse(newer)).toEqual([newer])
  expect(webhookSecrets.parse(`${newer}, ${older}`)).toEqual([newer, older])
})

test.each(['', ',', 'secret', 'whsec_short', `${newer} ${older}`, `${newer},${older},${newer}`])(
  'not a secret: %j',
  (text) => {
    expect(webhookSecrets.safeParse(text).success).toBe(false)
  },
)

test('addresses and networks, or none', () => {
  expect(networks.parse(' 10.0.0.0/8, 192.0.2.7,fd00::/8,::1')).toEqual([
    ...['10.0.0.0/8', '192.0.2.7', 'fd00::/8', '::1'],
  ])
  expect(networks.parse('')).toEqual([])
  for (const wrong of ['proxy.internal', '10.0.0.0/33', '10.0.0.0/', '10.0.0.1-10.0.0.9'])
    expect([wrong, networks.safeParse(wrong).success]).toEqual([wrong, false])
})
