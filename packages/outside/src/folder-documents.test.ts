import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { newId } from '@entente/db/core/new-id'
import type { DocumentKey } from '@entente/db/enrolment/document-store'
import { afterAll, expect, test } from 'vitest'
import { folderDocuments } from './folder-documents.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'documents-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const store = folderDocuments(folder)
const keyOf = (): DocumentKey => ({
  organisationId: newId<'organisation'>(),
  documentId: newId<'enrolment_document'>(),
})

test('a stored document comes back byte for byte, and no other user can read its file', async () => {
  const key = keyOf()
  await store.put(key, Buffer.from([0, 1, 255]))
  expect(await store.get(key)).toEqual(Buffer.from([0, 1, 255]))
  expect(readdirSync(path.join(folder, key.organisationId))).toEqual([key.documentId])
  expect(statSync(path.join(folder, key.organisationId, key.documentId)).mode & 0o077).toBe(0)
})

test('an unknown document is undefined', async () => {
  expect(await store.get(keyOf())).toBeUndefined()
})

test('a removed document is gone, and removing it again does nothing', async () => {
  const key = keyOf()
  await store.put(key, Buffer.from('x'))
  await store.remove(key)
  expect(await store.get(key)).toBeUndefined()
  await store.remove(key)
  await store.remove(keyOf())
})

test('the sweep removes old files without a row and cut-off uploads, and nothing else', async () => {
  const [kept, orphan, cutOff, fresh] = [keyOf(), keyOf(), keyOf(), keyOf()]
  for (const key of [kept, orphan, fresh]) await store.put(key, Buffer.from('x'))
  const part = path.join(folder, kept.organisationId, `${cutOff.documentId}.part`)
  writeFileSync(part, 'x')
  const foreign = path.join(folder, kept.organisationId, 'README')
  writeFileSync(foreign, 'x')
  const old = new Date('2020-01-01')
  const fileOf = (key: DocumentKey) => path.join(folder, key.organisationId, key.documentId)
  for (const file of [fileOf(kept), fileOf(orphan), part, foreign]) utimesSync(file, old, old)
  await store.sweep(
    new Date('2021-01-01'),
    async (ids) => new Set(ids.filter((id) => id === kept.documentId)),
  )
  expect(await store.get(orphan)).toBeUndefined()
  expect(readdirSync(path.join(folder, kept.organisationId)).toSorted()).toEqual(
    [kept.documentId, 'README'].toSorted(),
  )
  expect(await store.get(fresh)).toEqual(Buffer.from('x'))
})

test('a folder that does not exist yet has nothing to sweep', async () => {
  await folderDocuments(path.join(folder, 'none')).sweep(new Date(), async () => new Set())
})
