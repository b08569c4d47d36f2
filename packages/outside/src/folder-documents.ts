import { mkdir, open, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import type { DocumentKey, DocumentStore } from '@entente/db/enrolment/document-store'

/**
 * Stores documents in a folder, one file each. A file is complete before it gets its name and before its row is
 * committed; a file whose row was never committed is never read.
 */
export function folderDocuments(folder: string): DocumentStore {
  // Both are our own ids, never a name that somebody typed.
  const fileOf = ({ organisationId, documentId }: DocumentKey) =>
    path.join(folder, organisationId, documentId)
  return {
    async put(key, content) {
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
    async get(key) {
      try {
        return await readFile(fileOf(key))
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      }
    },
  }
}
