import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type InstanceFolder,
  instanceFolder,
  openInstance,
  takeInstance,
  writePrivate,
} from './instance-folder.ts'

let folder: InstanceFolder
beforeEach(() => {
  folder = instanceFolder(mkdtempSync(path.join(tmpdir(), 'entente-folder-')))
})
afterEach(() => rmSync(folder.dir, { recursive: true, force: true }))

const mode = (file: string): number => statSync(file).mode & 0o777

test('a new instance gets its own secrets, which only its owner can read and which do not change', () => {
  const secrets = openInstance(folder)
  const { sites, ...passwords } = secrets
  expect(new Set([...Object.values(sites), ...Object.values(passwords)]).size).toBe(6)
  for (const file of [folder.secrets, folder.sites]) expect(mode(file)).toBe(0o600)
  expect(mode(folder.keys)).toBe(0o600)
  expect(openInstance(folder)).toEqual(secrets)
})

test('a database without its keys or passwords is refused, with a message that says what to do', () => {
  openInstance(folder)
  mkdirSync(folder.database)
  writeFileSync(folder.secrets, 'not JSON')
  expect(() => openInstance(folder)).toThrow(/secrets\.json is broken\. Restore it, or remove/)
  rmSync(folder.keys)
  expect(() => openInstance(folder)).toThrow(/keys\.json is missing/)
})

test('a private file is private even if it replaces a public one', () => {
  writeFileSync(folder.demo, '{}', { mode: 0o644 })
  writePrivate(folder.demo, { cloud: 'global' })
  expect(mode(folder.demo)).toBe(0o600)
  expect(JSON.parse(readFileSync(folder.demo, 'utf8'))).toEqual({ cloud: 'global' })
})

test('a private file is whole at any moment, also when its next content cannot be written', () => {
  writePrivate(folder.demo, { cloud: 'global' })
  expect(() => writePrivate(folder.demo, { cloud: 1n })).toThrow(TypeError)
  expect(JSON.parse(readFileSync(folder.demo, 'utf8'))).toEqual({ cloud: 'global' })
})

test('an instance held by a dead process can be taken over', () => {
  writeFileSync(folder.lock, '999999999')
  expect(takeInstance(folder)).toBeUndefined()
  expect(readFileSync(folder.lock, 'utf8')).toBe(String(process.pid))
  // Process 1 is alive, but was not started by `npm start`.
  writeFileSync(folder.lock, '1')
  expect(takeInstance(folder)).toBeUndefined()
})
