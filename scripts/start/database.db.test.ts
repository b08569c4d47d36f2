import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startDatabase } from './database.ts'
import { instanceFolder, openInstance } from './instance-folder.ts'

test('a database whose port was lost says so, and does not advise to remove its data', async () => {
  const folder = instanceFolder(mkdtempSync(path.join(tmpdir(), 'entente-database-')))
  onTestFinished(() => rmSync(folder.dir, { recursive: true }))
  const other = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const secrets = openInstance(folder)
  const start = startDatabase({ folder, secrets, port, throwaway: true, onLine: () => undefined })
  await expect(start).rejects.toThrow(
    /^Another program took port \d+ before the database could\. Start again\.$/,
  )
})
