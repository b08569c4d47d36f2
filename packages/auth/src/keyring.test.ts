import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { addressKeys, hashAddress, hashInput } from './keyed-hash.ts'
import { auditRing, createKeyring, keyFor, missingKeys, type Ring, readKeyring } from './keyring.ts'
import { completeKeyring } from './keys-file.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'entente-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, content?: unknown): string => {
  const place = path.join(folder, name)
  if (content !== undefined) writeFileSync(place, JSON.stringify(content))
  return place
}

describe('the keys file', () => {
  test('is readable by its owner alone, has 256-bit keys and is never overwritten', () => {
    const place = file('fresh.json')
    createKeyring(place)
    expect(statSync(place).mode & 0o777).toBe(0o600)
    const { link, session, data, audit } = readKeyring(place)
    for (const ring of [link, session, data, audit as Ring])
      expect(ring.keys.get(ring.newest)).toHaveLength(32)
    expect(link.keys.get(link.newest)).not.toEqual(session.keys.get(session.newest))
    expect(() => createKeyring(place)).toThrow('EEXIST')
  })

  test('a file of an earlier release gets the ring audit, and keeps its keys and its mode', () => {
    const ring = [{ kid: 'k1', key: Buffer.alloc(32, 1).toString('base64') }]
    const place = file('earlier.json', { link: ring, session: ring, data: ring })
    expect(() => auditRing(readKeyring(place))).toThrow('entente keys complete')
    expect(completeKeyring(place)).toBe(true)
    const { link, audit } = readKeyring(place)
    expect(link.keys).toEqual(new Map([['k1', Buffer.alloc(32, 1)]]))
    expect(audit?.keys.size).toBe(1)
    expect(statSync(place).mode & 0o777).toBe(0o600)
    expect(completeKeyring(place)).toBe(false)
    expect(auditRing(readKeyring(place))).toEqual(audit)
  })

  test('the last key of a ring signs', () => {
    const key = (kid: string) => ({ kid, key: Buffer.alloc(32, kid).toString('base64') })
    const ring = [key('k1'), key('k2')]
    expect(readKeyring(file('two.json', { link: ring, session: ring, data: ring })).link.newest).toBe('k2')
  })

  test('each purpose has a key of its own', () => {
    const place = file('purposes.json')
    createKeyring(place)
    const { data } = readKeyring(place)
    const purposes = ['second factor', 'recovery code', 'directory secret', 'directory verifier'] as const
    const keys = purposes.map((purpose) => keyFor(data, data.newest, purpose).toString('hex'))
    expect(new Set([...keys, data.keys.get(data.newest)?.toString('hex')]).size).toBe(5)
    expect(keys).toEqual(purposes.map((purpose) => keyFor(data, data.newest, purpose).toString('hex')))
  })

  test('a key from before serves as it is, so that its links and seals stay good', () => {
    const bytes = Buffer.alloc(40, 'k')
    const ring = [{ kid: 'k1', key: bytes.toString('base64') }]
    const { link } = readKeyring(file('before.json', { link: ring, session: ring, data: ring }))
    expect(keyFor(link, 'k1', 'link')).toEqual(bytes)
    expect(() => keyFor(link, 'k2', 'link')).toThrow('is not in the keys file')
  })

  test('an error about the file never holds a key', () => {
    const short = Buffer.alloc(16, 'secret').toString('base64')
    const ring = [{ kid: 'k1', key: short }]
    const reading = () => readKeyring(file('short.json', { link: ring, session: ring, data: ring }))
    expect(reading).toThrow('key k1 is shorter than 32 bytes')
    expect(reading).not.toThrow(short)
    expect(() => readKeyring(file('empty.json', {}))).toThrow('is not valid')
  })

  test('keys that the database uses and the ring lacks are named', () => {
    const ring = { newest: 'k1', keys: new Map([['k1', Buffer.alloc(32)]]) }
    expect(missingKeys(ring, ['k1', 'k0'])).toEqual(['k0'])
  })
})

test('addresses and inputs are hashed with the instance’s key', () => {
  const [one, two] = ['a', 'b'].map((text) => ({
    newest: 'k1',
    keys: new Map([['k1', Buffer.alloc(32, text)]]),
  }))
  if (!one || !two) throw new Error('Two rings were made.')
  expect(hashAddress(one, '192.0.2.1')).toBe(hashAddress(one, '192.0.2.1'))
  expect(hashAddress(one, '192.0.2.1')).not.toBe(hashAddress(two, '192.0.2.1'))
  expect(addressKeys(one, '192.0.2.1')).toEqual([hashAddress(one, '192.0.2.1')])
  expect(addressKeys(one, '2001:db8::1')).toEqual(addressKeys(one, '2001:db8::2'))
  expect(addressKeys(one, '2001:db8::1')[1]).toBe(addressKeys(one, '2001:db8:0:1::1')[1])
  expect(hashInput(one, { a: 1 })).not.toEqual(hashInput(one, { a: 2 }))
})
