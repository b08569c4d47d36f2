import { mkdir, open, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import type { DocumentKey, DocumentStore } from '@entente/db/enrolment/document-store'

/**
 * In a folder, one file for each document. A file is whole before it has its name and before its row is committed; one
 * whose row was never committed is seen by nobody.
 */
export function folderDocuments(folder: string): DocumentStore {
  // Both are ids of ours, never a name that somebody typed.
  const fileOf = ({ organisationId, documentId }: DocumentKey) =>
    path.join(folder, organisationId, documentId)
  return {
    async put(_db, key, content) {
      const file = fileOf(key)
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
      const handle = await open(`${file}.part`, 'wx', 0o600)
      try {
        await handle.writeFile(content)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(`${file}.part`, file)
    },
    async get(_db, key) {
      try {
        return await readFile(fileOf(key))
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      }
    },
  }
}
