// The whole product on one machine: database, API, worker, sites and mailbox, started in order and kept running.
import { createWriteStream, rmSync } from 'node:fs'
import path from 'node:path'
import { siteHashSettings } from '@entente/auth/site-secret'
import { cloudOf } from '@entente/clouds/clouds'
import type { Audience } from '@entente/domain/core/audience'
import type { CloudId } from '@entente/domain/core/cloud'
import type { DemoFacts, services } from '@entente/testkit/demo'
import type { ChosenPorts } from '@entente/testkit/ports'
import type { Environment } from '../process.ts'
import { type DatabaseUrls, databaseUrls, demoSeed, migrateDatabase, startDatabase } from './database.ts'
import { type InstanceFolder, openInstance, type Secrets } from './instance-folder.ts'
import { localInstance } from './instance-settings.ts'
import { keepProgram, type Program } from './keep-program.ts'
import type { Kept } from './keep-running.ts'
import { PortLost } from './port-lost.ts'

type Service = (typeof services)[number]
export type StackPorts = Record<Service, number>

export type StackOptions = {
  cloud: CloudId
  folder: InstanceFolder
  ports: StackPorts
  /** Called before the program of a port starts. */
  release?: (name: Service) => Promise<void>
  /** Trades durability for speed: for tests only. */
  throwaway?: boolean
  /** Settings that every process gets in addition to its own. */
  environment?: Environment
  /** Resolves when the sites are built; the database starts meanwhile. */
  built: Promise<void>
  /** Receives every line that a process prints. */
  onLine: (process: string, line: string) => void
}

export type Stack = {
  facts: DemoFacts
  urls: DatabaseUrls
  /** The current process of a part, such as `api` or `database`, for tests that kill it. */
  pid: (name: string) => number | undefined
  stop: () => Promise<void>
}

const lossesMax = 5

/** Starts everything on the ports that `choose` returns, and on other ones if another program takes one meanwhile. */
export async function startOnChosenPorts(
  options: Omit<StackOptions, 'ports' | 'release'>,
  choose: () => Promise<Pick<ChosenPorts<Service>, 'ports' | 'release'>>,
): Promise<Stack> {
  for (let losses = 1; ; losses++) {
    const { ports, release } = await choose()
    try {
      return await startStack({ ...options, ports, release })
    } catch (error) {
      if (!(error instanceof PortLost) || losses === lossesMax) throw error
    } finally {
      await release()
    }
  }
}

/** Starts everything and resolves when every part responds; on a failure stops what it has started and throws. */
export async function startStack({
  cloud,
  folder,
  ports,
  release = async () => undefined,
  throwaway = false,
  environment = {},
  built,
  onLine,
}: StackOptions): Promise<Stack> {
  const secrets = openInstance(folder)
  const kept = new Map<string, Kept>()
  const stop = () => stopAll(kept)
  const logOf = logInto(folder, onLine)
  // A failed build is reported where it is awaited, after the database has been shut down.
  built.catch(() => undefined)
  try {
    await release('database')
    const database = { folder, secrets, port: ports.database, throwaway, onLine: logOf('database') }
    kept.set('database', await startDatabase(database))
    const urls = databaseUrls(ports.database, secrets)
    await migrateDatabase(folder, urls, secrets, cloud)
    // A throw-away database is empty at each start; the file may be of one whose ports were lost.
    if (throwaway) rmSync(folder.accounts, { force: true })
    const seed = await demoSeed(folder, urls)
    await built
    const ready = programs(cloud, folder, ports, urls, secrets.sites).map(async (program) => {
      await Promise.all(program.listens.map((name) => release(name)))
      const started = {
        ...program,
        env: { ...program.env, ...environment },
        ports: program.listens.map((name) => ports[name]),
      }
      kept.set(program.name, await keepProgram(started, logOf(program.name)))
    })
    const results = await Promise.allSettled(ready)
    for (const result of results) if (result.status === 'rejected') throw result.reason
    return {
      facts: { cloud, urls: siteUrls(ports), siteSecrets: secrets.sites, ...seed },
      urls,
      pid: (name) => kept.get(name)?.pid(),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Stops callers before the services that they call; the database ends last. */
async function stopAll(kept: Map<string, Kept>): Promise<void> {
  const stop = (names: string[]) => Promise.all(names.map((name) => kept.get(name)?.stop()))
  await stop(['partner-portal', 'acceptance-site', 'operator-console'])
  await stop(['api', 'worker'])
  await stop(['mailbox'])
  await stop(['database'])
}

export const siteUrls = (ports: StackPorts): DemoFacts['urls'] => ({
  partner: `http://localhost:${ports.partner}`,
  customer: `http://localhost:${ports.customer}`,
  operator: `http://localhost:${ports.operator}`,
  api: `http://localhost:${ports.api}`,
  mailbox: `http://localhost:${ports.mailbox}`,
  metrics: `http://localhost:${ports.metrics}`,
})

/** How each process of an instance is started. */
export function programs(
  cloud: CloudId,
  folder: InstanceFolder,
  ports: StackPorts,
  database: DatabaseUrls,
  secrets: Secrets['sites'],
): (Omit<Program, 'ports'> & { listens: readonly Service[] })[] {
  const { api, ...urls } = siteUrls(ports)
  const common = { CLOUD: cloud, HOST: '127.0.0.1', LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn' }
  const origins = {
    PARTNER_URL: urls.partner,
    CUSTOMER_URL: urls.customer,
    OPERATOR_URL: urls.operator,
  }
  const keys = { ENTENTE_KEYS_FILE: folder.keys }
  const { mailFrom, operator } = localInstance(cloud)
  const mail = { MAIL_FROM: `${cloudOf(cloud).name} <${mailFrom}>`, ...operator }
  const health = (port: number, probe: string) => `http://127.0.0.1:${port}/${probe}`
  const site = (name: string, side: Audience) => ({
    name,
    listens: [side],
    file: `apps/${name}/server.ts`,
    env: {
      ...{ ...common, ...origins, ORIGIN: urls[side], PORT: String(ports[side]), TRUSTED_PROXIES: '' },
      ...{ API_URL: api, SITE_SECRET: secrets[side] },
    },
    health: health(ports[side], 'healthz'),
  })
  return [
    {
      name: 'mailbox',
      listens: ['mailbox', 'smtp'],
      file: 'apps/mailbox/src/main.ts',
      env: {
        ...common,
        PORT: String(ports.mailbox),
        SMTP_PORT: String(ports.smtp),
        MAILBOX_DIR: folder.mails,
      },
      health: health(ports.mailbox, 'healthz'),
    },
    {
      name: 'api',
      listens: ['api', 'metrics'],
      file: 'apps/api/src/main.ts',
      env: {
        ...{ ...common, ...origins, ...keys, ...mail, DATABASE_URL: database.api, PORT: String(ports.api) },
        ...{ ...siteHashSettings(secrets), METRICS_PORT: String(ports.metrics) },
        // Someone who tries out a directory runs it on this machine.
        PARTNER_DIRECTORIES: 'local',
      },
      health: health(ports.api, 'readyz'),
    },
    {
      name: 'worker',
      listens: ['worker'],
      file: 'apps/worker/src/main.ts',
      env: {
        ...common,
        ...origins,
        ...keys,
        ...mail,
        DATABASE_DIRECT_URL: database.worker,
        AUDIT_HEADS_FOLDER: folder.auditHeads,
        PORT: String(ports.worker),
        SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
      },
      health: health(ports.worker, 'readyz'),
    },
    site('partner-portal', 'partner'),
    site('acceptance-site', 'customer'),
    site('operator-console', 'operator'),
  ]
}

/** Writes each process's output to a separate file and passes it on. */
export function logInto(folder: InstanceFolder, onLine: StackOptions['onLine']) {
  return (name: string) => {
    const place = path.join(folder.logs, `${name}.log`)
    rmSync(place, { force: true }) // it may belong to another user who started the stack before
    const file = createWriteStream(place)
    return (line: string) => {
      file.write(`${line}\n`)
      onLine(name, line)
    }
  }
}
