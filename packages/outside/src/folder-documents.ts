import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { DocumentKey, DocumentStore } from '@entente/db/enrolment/document-store'

/**
 * Stores documents in a folder, one file each. A file is complete before it gets its name and before its row is
 * committed; a file whose row was never committed is never read, and the sweep removes it.
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
        if (isGone(error)) return undefined
        throw error
      }
    },
    async remove(key) {
      await rm(fileOf(key), { force: true })
      await syncFolder(path.dirname(fileOf(key)))
    },
    async sweep(before, withRow) {
      for (const company of await namesIn(folder)) {
        const files = await olderThan(before, path.join(folder, company))
        // A part never has a row: its upload was cut off.
        const documents = files.filter((name) => !name.endsWith('.part'))
        const kept = documents.length > 0 ? await withRow(documents) : new Set<string>()
        for (const name of files)
          if (!kept.has(name)) await rm(path.join(folder, company, name), { force: true })
      }
    },
  }
}

/** Our own names: another file in the folder is none of ours. */
const ownName = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\.part)?$/

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => ownName.test(name))
  } catch (error) {
    if (isGone(error)) return []
    throw error
  }
}

async function olderThan(before: Date, folder: string): Promise<string[]> {
  const old: string[] = []
  for (const name of await namesIn(folder)) {
    const { mtime } = await stat(path.join(folder, name))
    if (mtime < before) old.push(name)
  }
  return old
}

/** Makes a removal durable: the document's row goes next. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder)
    await handle.sync().finally(() => handle.close())
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'
