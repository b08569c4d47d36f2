// The embedded database of an instance: kept running, created, migrated and, for a demo, filled.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import type { DemoAccount, DemoSeed } from '@entente/testkit/demo'
import { type PgServer, startPg } from '@entente/testkit/pg'
import pg from 'pg'
import { runProgram } from '../process.ts'
import { freshStart, type InstanceFolder, type Secrets, writePrivate } from './instance-folder.ts'
import { type Kept, keepRunning } from './keep-running.ts'
import { PortLost, saysPortTaken } from './port-lost.ts'

export type DatabaseUrls = { owner: string; api: string; worker: string }

const name = 'entente'

export type DatabaseOptions = {
  folder: InstanceFolder
  secrets: Secrets
  port: number
  throwaway: boolean
  onLine: (line: string) => void
}

/** Starts PostgreSQL in the instance's folder and restarts it whenever it dies. */
export async function startDatabase({
  folder,
  secrets,
  port,
  throwaway,
  onLine,
}: DatabaseOptions): Promise<Kept> {
  let server: PgServer | undefined
  async function start() {
    if (server) await server.restart()
    else
      server = await startPg({
        dir: folder.database,
        password: secrets.owner,
        port,
        throwaway,
        onLog: onLine,
      })
    const current = server
    return { pid: current.pid(), exited: current.exited().then(() => 'died'), stop: () => current.stop() }
  }
  try {
    return await keepRunning(start, onLine)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    if (saysPortTaken(reason)) throw new PortLost(port, 'the database', cause)
    throw new Error(`The database in ${folder.database} did not start. ${freshStart(folder)}\n${reason}`, {
      cause,
    })
  }
}

/** The database URLs: the owner for migrations, and two roles without rights for the API and the worker. */
export function databaseUrls(port: number, secrets: Secrets): DatabaseUrls {
  const url = (role: string, password: string) => `postgres://${role}:${password}@127.0.0.1:${port}/${name}`
  return {
    owner: url('entente_owner', secrets.owner),
    api: url('entente_api', secrets.api),
    worker: url('entente_worker', secrets.worker),
  }
}

/** Creates the database in the newest schema if it is missing, or if an interrupted seed left it half filled. */
export async function migrateDatabase(
  folder: InstanceFolder,
  urls: DatabaseUrls,
  secrets: Secrets,
  cloud: string,
): Promise<void> {
  const client = new pg.Client({ connectionString: urls.owner.replace(/[^/]*$/, 'postgres') })
  await client.connect()
  try {
    const isHalfFilled = existsSync(folder.seeding) && !existsSync(folder.accounts)
    if (isHalfFilled) await client.query(`drop database if exists ${name}`)
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (!rowCount) await client.query(`create database ${name}`)
  } finally {
    await client.end()
  }
  const settings = {
    CLOUD: cloud,
    DATABASE_OWNER_URL: urls.owner,
    DATABASE_API_PASSWORD: secrets.api,
    DATABASE_WORKER_PASSWORD: secrets.worker,
    DEMO: '1',
  }
  await runProgram('apps/cli/src/main.ts', settings, ['migrate'])
}

/** The demo's accounts and logins: seeded at the first start, read from a file afterwards. */
export async function demoSeed(folder: InstanceFolder, urls: DatabaseUrls): Promise<DemoSeed> {
  if (!existsSync(folder.accounts)) {
    const env = {
      DATABASE_URL: urls.api,
      DATABASE_DIRECT_URL: urls.worker,
      ENTENTE_KEYS_FILE: folder.keys,
    }
    writePrivate(folder.seeding, {})
    writePrivate(folder.accounts, JSON.parse(await runProgram('scripts/seed/seed.ts', env)))
    rmSync(folder.seeding)
  }
  const kept: DemoSeed | DemoAccount[] = JSON.parse(readFileSync(folder.accounts, 'utf8'))
  // Older data folders, from before the membership directory, contain only the accounts.
  return Array.isArray(kept) ? { accounts: kept, membership: [] } : kept
}
