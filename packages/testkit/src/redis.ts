// A real Redis server, the one that Debian packages, for tests and benchmarks.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startGuarded } from './guarded.ts'
import { freePort } from './ports.ts'

export type RedisServer = {
  readonly port: number
  readonly url: string
  /** Starts the server again on the same port and folder, with what was written, as after a crash. */
  restart(): Promise<void>
  stop(): Promise<void>
}

const binary = ['/usr/bin/redis-server', '/usr/local/bin/redis-server', '/opt/homebrew/bin/redis-server']

/** Where the server is; undefined when it is not installed (Debian: `apt-get install redis-server`). */
export const findRedis = (): string | undefined => binary.find((file) => existsSync(file))

/** Starts a server on a free port with a folder of its own. Both end with this process. */
export async function startRedis(
  options: { cluster?: boolean; settings?: Record<string, string> } = {},
): Promise<RedisServer> {
  const redis = findRedis()
  if (!redis) throw new Error('redis-server is not installed; on Debian: apt-get install -y redis-server')
  const dir = mkdtempSync(path.join(tmpdir(), 'entente-redis-'))
  const port = await freePort()
  const launch = () => launchServer(redis, dir, port, options)
  let server = await launch()
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    async restart() {
      await server.end()
      server = await launch()
    },
    async stop() {
      await server.end()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

async function launchServer(
  redis: string,
  dir: string,
  port: number,
  { cluster = false, settings: own = {} }: { cluster?: boolean; settings?: Record<string, string> },
): ReturnType<typeof startGuarded> {
  const settings = {
    bind: '127.0.0.1',
    port: String(port),
    dir,
    save: '',
    appendonly: 'yes',
    appendfsync: 'always',
    'maxmemory-policy': 'noeviction',
    ...(cluster && {
      'cluster-enabled': 'yes',
      'cluster-port': String(await freePort()),
      'cluster-announce-ip': '127.0.0.1',
    }),
    ...own,
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  return startGuarded({
    ...{ name: 'Redis', dir, command: redis, args: flags, says: 'Ready to accept connections' },
  })
}
