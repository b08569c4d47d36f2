import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { clientAddress, trustedProxies } from './client-address.ts'

const from = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage

const proxies = trustedProxies(['10.0.0.0/8', 'fd00::/8'])

test.each([
  ['without a proxy, the address of the socket counts', from('203.0.113.5'), '203.0.113.5'],
  ['a visitor cannot forge the address', from('203.0.113.5', '198.51.100.1'), '203.0.113.5'],
  ['a trusted proxy names the visitor', from('10.0.0.1', '198.51.100.1'), '198.51.100.1'],
  [
    'behind several proxies, the last untrusted hop counts',
    from('10.0.0.1', '1.2.3.4, 198.51.100.1, 10.9.9.9'),
    '198.51.100.1',
  ],
  [
    'a hop that is not an IP address is skipped',
    from('10.0.0.1', 'unknown, 198.51.100.1, _hidden'),
    '198.51.100.1',
  ],
  ['a proxy that sends no header counts as the visitor', from('10.0.0.1'), '10.0.0.1'],
  ['IPv4 on a dual-stack socket', from('::ffff:10.0.0.1', '198.51.100.1'), '198.51.100.1'],
  ['IPv6', from('fd00::1', '2001:db8::7'), '2001:db8::7'],
])('%s', (_name, request, address) => {
  expect(clientAddress(request, proxies)).toBe(address)
})

test('an invalid proxy setting prevents the start', () => {
  expect(() => trustedProxies(['proxy.internal'])).toThrow(/TRUSTED_PROXIES.*proxy\.internal/)
})
