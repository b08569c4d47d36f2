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
  ['a proxy may name the port too', from('10.0.0.1', '1.2.3.4, 198.51.100.1:49152'), '198.51.100.1'],
  ['a proxy may name the port of IPv6', from('10.0.0.1', '[2001:db8::7]:49152'), '2001:db8::7'],
  [
    'a trusted hop with a port is trusted too',
    from('10.0.0.1', '198.51.100.1:80, 10.9.9.9:443, [fd00::2]:443'),
    '198.51.100.1',
  ],
  [
    'behind a hop that cannot be read nobody is believed: the peer counts',
    from('10.0.0.1', '1.2.3.4, unknown'),
    '10.0.0.1',
  ],
  ['an unreadable hop between trusted ones too', from('10.0.0.1', '1.2.3.4, _hidden, 10.9.9.9'), '10.0.0.1'],
  ['what the visitor wrote in front does no harm', from('10.0.0.1', 'unknown, 198.51.100.1'), '198.51.100.1'],
  ['of trusted hops only, the first counts', from('10.0.0.1', '10.0.0.3, 10.0.0.2'), '10.0.0.3'],
  ['a proxy that sends no header counts as the visitor', from('10.0.0.1'), '10.0.0.1'],
  ['IPv4 on a dual-stack socket', from('::ffff:10.0.0.1', '198.51.100.1'), '198.51.100.1'],
  ['IPv4 in hexadecimal on a dual-stack socket', from('::ffff:a00:1', '198.51.100.1'), '198.51.100.1'],
  ['IPv6', from('fd00::1', '2001:db8::7'), '2001:db8::7'],
])('%s', (_name, request, address) => {
  expect(clientAddress(request, proxies)).toBe(address)
})

test('an invalid proxy setting prevents the start', () => {
  expect(() => trustedProxies(['proxy.internal'])).toThrow(/TRUSTED_PROXIES.*proxy\.internal/)
})
