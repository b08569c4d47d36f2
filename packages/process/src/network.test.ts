import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hostOf, readAddress, widerNetworkOf } from './network.ts'

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['192.0.2.7:49152', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::FFFF:c000:207', '192.0.2.7'],
  ['[::ffff:192.0.2.7]:49152', '192.0.2.7'],
  ['64:ff9b::192.0.2.7', '192.0.2.7'],
  ['2001:DB8:0:0:0:0:0:7', '2001:db8::7'],
  ['[2001:db8::7]', '2001:db8::7'],
  ['[2001:db8::7]:49152', '2001:db8::7'],
  ['fe80::1%eth0', 'fe80::1'],
])('%s is read as %s', (text, address) => {
  expect(readAddress(text)).toBe(address)
})

test.each([
  ...[
    '',
    'unknown',
    '_hidden',
    'proxy.internal',
    '127.1',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '2130706433',
    '192.0.2.256',
  ],
  ...['192.0.2.7:port', '192.0.2.7:', '[192.0.2.7', '[]:80', '2001:db8::7]:80', '192.0.2.7 198.51.100.1'],
])('%j is no address', (text) => {
  expect(readAddress(text)).toBeUndefined()
})

test.each([
  ['192.0.2.77', '192.0.2.77', undefined],
  ['2001:db8::1', '2001:db8::/64', '2001:db8::/48'],
  ['2001:0DB8:0000:0000:ffff::2', '2001:db8::/64', '2001:db8::/48'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', '2001:db8:1::/48'],
  ['::1', '::/64', '::/48'],
  ['unknown', 'unknown', undefined],
])('%s is %s, in the wider network %s', (address, host, wider) => {
  expect(hostOf(address)).toBe(host)
  expect(widerNetworkOf(address)).toBe(wider)
})

test('all addresses of a /64 are one host', () => {
  const word = fc.integer({ min: 1, max: 0xffff }).map((number) => number.toString(16))
  const half = fc.array(word, { minLength: 4, maxLength: 4 }).map((words) => words.join(':'))
  fc.assert(
    fc.property(half, half, half, (net, one, other) => {
      expect(hostOf(`${net}:${one}`)).toBe(hostOf(`${net}:${other}`))
    }),
  )
})
