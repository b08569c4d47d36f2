import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
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
