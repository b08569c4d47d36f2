import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hostOf, networkOf } from './network.ts'

test.each([
  ['192.0.2.77', '192.0.2.77', '192.0.2.0/24'],
  ['2001:db8::1', '2001:db8:0:0::/64', '2001:db8:0:0::/64'],
  ['2001:0DB8:0000:0000:ffff::2', '2001:db8:0:0::/64', '2001:db8:0:0::/64'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80::1%eth0', 'fe80::1%eth0'],
  ['unknown', 'unknown', 'unknown'],
])('%s is %s, in the network %s', (address, host, network) => {
  expect(hostOf(address)).toBe(host)
  expect(networkOf(address)).toBe(network)
})

test('all addresses of a /64 are one host, and of a /24 one network', () => {
  const word = fc.integer({ min: 0, max: 0xffff }).map((number) => number.toString(16))
  const half = fc.array(word, { minLength: 4, maxLength: 4 }).map((words) => words.join(':'))
  fc.assert(
    fc.property(half, half, half, (net, one, other) => {
      expect(hostOf(`${net}:${one}`)).toBe(hostOf(`${net}:${other}`))
    }),
  )
  fc.assert(
    fc.property(fc.ipV4(), fc.nat(255), (address, last) => {
      const neighbour = address.replace(/\d+$/, String(last))
      expect(networkOf(neighbour)).toBe(networkOf(address))
    }),
  )
})
