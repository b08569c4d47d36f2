import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Ring } from './keyring.ts'
import { deviceExpiry, knownDevice, newDeviceToken } from './known-device.ts'

const [old, fresh] = [randomBytes(32), randomBytes(32)]
const ring: Ring = {
  newest: 'b',
  keys: new Map([
    ['a', old],
    ['b', fresh],
  ]),
}
const owner = { cloud: 'global', audience: 'partner', email: 'ada@contoso.example' } as const
const now = new Date('2027-03-07T09:30:00Z')
const token = newDeviceToken(ring, owner, now)

test('S12 a device is known for its account, for 180 days, also after the keys rotated', () => {
  const id = knownDevice(ring, token, owner, now)
  expect(id).toMatch(/^[\w-]{22}$/)
  expect(knownDevice(ring, newDeviceToken(ring, owner, now), owner, now)).not.toBe(id)
  const earlier = newDeviceToken({ newest: 'a', keys: new Map([['a', old]]) }, owner, now)
  expect(knownDevice(ring, earlier, owner, now)).toBeDefined()
  const end = deviceExpiry(now)
  expect(end).toEqual(new Date('2027-09-03T09:30:00Z'))
  expect(knownDevice(ring, token, owner, new Date(end.getTime() - 1))).toBe(id)
  expect(knownDevice(ring, token, owner, end)).toBeUndefined()
})

test('S12 an altered or borrowed token makes no device known', () => {
  for (const other of [
    { ...owner, email: 'bob@contoso.example' },
    { ...owner, audience: 'customer' as const },
    { ...owner, cloud: 'germany' as const },
  ])
    expect(knownDevice(ring, token, other, now)).toBeUndefined()
  const stranger: Ring = { newest: 'b', keys: new Map([['b', randomBytes(32)]]) }
  expect(knownDevice(stranger, token, owner, now)).toBeUndefined()
  for (let at = 0; at < token.length; at++) {
    const altered = `${token.slice(0, at)}${token[at] === 'x' ? 'y' : 'x'}${token.slice(at + 1)}`
    if (
      Buffer.from(altered.slice(-43), 'base64url').equals(Buffer.from(token.slice(-43), 'base64url')) &&
      altered.slice(0, -43) === token.slice(0, -43)
    )
      continue
    expect(knownDevice(ring, altered, owner, now)).toBeUndefined()
  }
  for (const text of ['', 'x', `${token}x`, 'a.b.c.d', 'x'.repeat(10_000)])
    expect(knownDevice(ring, text, owner, now)).toBeUndefined()
})
