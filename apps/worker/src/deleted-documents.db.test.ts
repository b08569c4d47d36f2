import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { newId } from '@entente/db/core/new-id'
import { freshDatabase } from '@entente/db/testing'
import { givenPartner } from '@entente/db/testing/fixtures'
import { folderDocuments } from '@entente/outside/folder-documents'
import { afterAll, expect, test } from 'vitest'
import { removeDocuments, sweepDocuments } from './deleted-documents.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'documents-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const store = folderDocuments(folder)
const database = await freshDatabase()
const { id: organisationId, person } = await givenPartner(database.api)

/** A document in the folder; deleted ones are marked. */
async function document(deletedAt: Date | null = null) {
  const documentId = newId<'enrolment_document'>()
  await store.put({ organisationId, documentId }, Buffer.from('x'))
  await database.asOwner(
    `insert into enrolment_document (id, organisation_id, kind, file_name, media_type, size, sha256, uploaded_by,
      uploaded_at, deleted_at) values ($1, $2, 'other', 'x', 'x', 1, '\\x00', $3, now(), $4)`,
    [documentId, organisationId, person.id, deletedAt],
  )
  return documentId
}
const rows = async () =>
  (await database.asOwner<{ id: string }>('select id from enrolment_document')).map(({ id }) => id)
const files = () => readdirSync(path.join(folder, organisationId))

test('the file goes before its row, so that a crash in between loses track of neither', async () => {
  const [kept, deleted] = [await document(), await document(new Date())]
  const crashing = { ...store, remove: () => Promise.reject(new Error('The disk is away.')) }
  await expect(removeDocuments(database.worker, crashing)).rejects.toThrow('The disk is away.')
  expect((await rows()).toSorted()).toEqual([kept, deleted].toSorted())
  // As after a crash between file and row.
  await store.remove({ organisationId, documentId: deleted })
  await removeDocuments(database.worker, store)
  expect(await rows()).toEqual([kept])
  expect(files()).toEqual([kept])
})

test('a worker without the folder says so, and keeps the mark', async () => {
  const deleted = await document(new Date())
  await expect(removeDocuments(database.worker, null)).rejects.toThrow('DOCUMENTS_FOLDER')
  expect(await rows()).toContain(deleted)
  await removeDocuments(database.worker, store)
  await removeDocuments(database.worker, null)
})

test('a file without a row is swept a day after its upload', async () => {
  const orphan = newId<'enrolment_document'>()
  await store.put({ organisationId, documentId: orphan }, Buffer.from('x'))
  const kept = await rows()
  await sweepDocuments(database.worker, store, new Date())
  expect(files()).toContain(orphan)
  await sweepDocuments(database.worker, store, new Date(Date.now() + 25 * 3_600_000))
  expect(files()).toEqual(kept)
})
