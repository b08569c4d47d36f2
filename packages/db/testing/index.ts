import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { closeDatabase, type Database, openDatabase } from '../src/core/database.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    ownerUrl: string
  }
}

export type TestDatabase = {
  /** With the API's login role, which has no rights of its own. */
  api: Database
  /** With the worker's login role. */
  worker: Database
  urls: { owner: string; api: string; worker: string }
  /** Runs a statement as the owner, past every policy: to arrange what no scope may, and to read what was written. */
  asOwner: <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>
}

/** A server of a test file's own that has the migrated template, and the port of its replica. */
export type OwnServer = { ownerUrl: string; replicaPort: number }

/** Creates a database for one test file, cloned from the migrated template; its connections close with the file. */
export async function freshDatabase(server?: OwnServer): Promise<TestDatabase> {
  const ownerUrl = server?.ownerUrl ?? inject('ownerUrl')
  const name = `t_${randomBytes(6).toString('hex')}`
  const admin = new pg.Client(ownerUrl)
  await admin.connect()
  await admin.query(`create database ${name} template template_entente strategy file_copy`)
  await admin.end()
  const urls = {
    owner: urlOf(ownerUrl, name, 'entente_owner'),
    api: urlOf(ownerUrl, name, 'entente_api'),
    worker: urlOf(ownerUrl, name, 'entente_worker'),
  }
  const replica = new URL(urls.api)
  if (server) replica.port = String(server.replicaPort)
  const api = openDatabase({ url: urls.api, replicaUrl: server && replica.href })
  const worker = openDatabase({ url: urls.worker })
  const owner = new pg.Pool({ connectionString: urls.owner, max: 2 })
  afterAll(async () => {
    await Promise.all([closeDatabase(api), closeDatabase(worker), owner.end()])
  })
  return { api, worker, urls, asOwner: async (text, values) => (await owner.query(text, values)).rows }
}

function urlOf(base: string, name: string, role: string): string {
  const url = new URL(base)
  url.username = role
  url.pathname = name
  return url.href
}
