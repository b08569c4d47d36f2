import { randomBytes } from 'node:crypto'
import type { Id } from '@entente/domain/core/id'
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
const account = (digit: string) => `01890000-0000-7000-8000-00000000000${digit}` as Id<'account'>
const passwordChangedAt = new Date('2027-01-01T00:00:00Z')
const owner = { cloud: 'global', accountId: account('1'), passwordChangedAt } as const
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

test('S12 an altered or borrowed token, or one from before a change of password, makes no device known', () => {
  for (const other of [
    { ...owner, accountId: account('2') },
    { ...owner, passwordChangedAt: now },
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
