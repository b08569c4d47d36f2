import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { clientAddress, trustedProxies } from './client-address.ts'

const from = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage

const proxies = trustedProxies(['10.0.0.0/8', 'fd00::/8'])

test.each([
  ['the socket is believed', from('203.0.113.5'), '203.0.113.5'],
  ['a visitor cannot choose an address', from('203.0.113.5', '198.51.100.1'), '203.0.113.5'],
  ['a proxy is believed', from('10.0.0.1', '198.51.100.1'), '198.51.100.1'],
  [
    'through several proxies the last strange hop counts',
    from('10.0.0.1', '1.2.3.4, 198.51.100.1, 10.9.9.9'),
    '198.51.100.1',
  ],
  ['what is no address is skipped', from('10.0.0.1', 'unknown, 198.51.100.1, _hidden'), '198.51.100.1'],
  ['a proxy that says nothing is the visitor', from('10.0.0.1'), '10.0.0.1'],
  ['IPv4 on a socket of both families', from('::ffff:10.0.0.1', '198.51.100.1'), '198.51.100.1'],
  ['IPv6', from('fd00::1', '2001:db8::7'), '2001:db8::7'],
])('%s', (_name, request, address) => {
  expect(clientAddress(request, proxies)).toBe(address)
})

test('a setting that is no address stops the start', () => {
  expect(() => trustedProxies(['proxy.internal'])).toThrow(/TRUSTED_PROXIES.*proxy\.internal/)
})
