// The demo on a cluster, for the browser tests: as `npm start` makes it, but with two processes of everything behind balancers that
// send each connection to the other one, PgBouncer, a Redis Cluster, and a PostgreSQL with two standbys.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { services } from '@entente/testkit/demo'
import { freePort } from '@entente/testkit/ports'
import { waitFor, waitForHttp } from '@entente/testkit/wait'
import { startProgram } from '../process.ts'
import { build } from '../start/build.ts'
import { databaseUrls, demoSeed, migrateDatabase } from '../start/database.ts'
import { instanceFolder, openInstance } from '../start/instance-folder.ts'
import {
  logInto,
  programs,
  type Stack,
  type StackOptions,
  type StackPorts,
  siteUrls,
} from '../start/stack.ts'
import { type Balancer, startBalancer } from './balancer.ts'
import { keepPooler, keepProgram, type Part, type Program } from './parts.ts'
import { startRedisCluster } from './redis-cluster.ts'
import { keepReplicated } from './replicated.ts'

type Options = Required<Pick<StackOptions, 'environment' | 'onLine'>>
type Demo = Omit<Stack, 'pid'> & {
  folder: ReturnType<typeof instanceFolder>
  /** Kills one process of everything for good, and the primary, whose place a standby takes. */
  loseOneOfEach: () => Promise<void>
}

const cloud = 'global'
const kinds: Record<string, Program['kind']> = { api: 'api', worker: 'worker' }
/** What calls it finds it at the balancer's port. */
const balanced = ['partner', 'customer', 'operator', 'api'] as const

export async function startClusterDemo({ environment, onLine }: Options): Promise<Demo> {
  const dir = mkdtempSync(path.join(tmpdir(), 'entente-cluster-'))
  const folder = instanceFolder(dir)
  const secrets = openInstance(folder)
  const started: { stop: () => Promise<unknown> }[] = []
  const keep = <T extends { stop: () => Promise<unknown> }>(part: T): T => {
    started.unshift(part)
    return part
  }
  const stop = async () => {
    for (const part of started) await part.stop()
    rmSync(dir, { recursive: true, force: true })
  }
  try {
    const built = build()
    const database = keep(await keepReplicated(dir))
    const redis = keep(await startRedisCluster())
    const pooler = keep(await keepPooler(database.url()))
    const portOf = (url = '') => Number(new URL(url).port)
    const urls = databaseUrls(portOf(database.url()), secrets)
    await migrateDatabase(folder, urls, secrets, cloud)
    const [seed] = await Promise.all([demoSeed(folder, urls), built])

    const ports = Object.fromEntries(
      await Promise.all(services.map(async (service) => [service, await freePort()])),
    ) as StackPorts
    const twinPorts = new Map<string, number[]>()
    for (const service of balanced) {
      const own = [await freePort(), await freePort()]
      const balancer: Balancer = keep(await startBalancer(own))
      twinPorts.set(service, own)
      ports[service] = balancer.port
    }
    const more: Record<string, Record<string, string>> = {
      api: {
        DATABASE_URL: pooler.through(urls.api),
        // Debian's PgBouncer does not know prepared statements.
        DATABASE_PREPARED: 'off',
        DATABASE_REPLICA_URL: databaseUrls(portOf(database.replica?.url()), secrets).api,
        REDIS_URL: redis.url,
      },
      worker: { REDIS_URL: redis.url },
    }
    const firsts: Part[] = []
    const logOf = logInto(folder, onLine)
    for (const { name, listens, file, env, health } of programs(cloud, folder, ports, urls, secrets.sites)) {
      const settings = { ...env, ...environment, ...more[name] }
      const line = logOf(name)
      if (name === 'mailbox') {
        keep(startProgram(file, settings, line))
        await waitForHttp(health)
        continue
      }
      const own = twinPorts.get(listens[0] ?? '') ?? [await freePort(), await freePort()]
      const twins = await Promise.all(
        own.map((port, at) =>
          keepProgram({
            ...{ name: `${name} ${at + 1}`, kind: kinds[name] ?? 'site', file, port, onLine: line },
            // The metrics are those of the twin that stays.
            env: () => ({ ...settings, ...(at === 0 && { METRICS_PORT: '0' }) }),
          }),
        ),
      )
      twins.map(keep)
      firsts.push(...twins.slice(0, 1))
    }
    return {
      folder,
      urls,
      facts: { cloud, urls: siteUrls(ports), siteSecrets: secrets.sites, ...seed },
      async loseOneOfEach() {
        for (const part of firsts) {
          part.hold(true)
          part.kill()
        }
        database.kill()
        await waitFor(() => database.isUp(), { timeoutMs: 60_000, what: 'a standby to take over' })
        await waitForHttp(`${siteUrls(ports).partner}/sign-in`)
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
