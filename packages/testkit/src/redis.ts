// A real Redis server, the one that Debian packages, for tests and benchmarks.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
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
  let child = await launch()
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    async restart() {
      await end(child)
      child = await launch()
    },
    async stop() {
      await end(child)
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** Closing the pipe tells the guard to stop the server; the word `keep` tells it to leave the folder in place. */
async function end(child: ChildProcess): Promise<void> {
  child.stdin?.end('keep\n')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

// As in pg.ts: a shell holds our end of a pipe, so the server ends with this process even after a kill -9.
const guard = `
dir=$1; shift
exec 3<&0
"$@" </dev/null 3<&- & server=$!
( word=; read -r word <&3
  kill -TERM $server 2>/dev/null || exit 0
  [ -z "$word" ] || exit 0
  rm -rf "$dir" ) &
exec 3<&-
wait $server`

async function launchServer(
  redis: string,
  dir: string,
  port: number,
  { cluster = false, settings: own = {} }: { cluster?: boolean; settings?: Record<string, string> },
): Promise<ChildProcess> {
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
  const child = spawn('/bin/sh', ['-c', guard, 'guard', dir, redis, ...flags], {
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    // A session of its own keeps Ctrl-C from reaching it before the programs that use it.
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.on('error', () => undefined) // the server has already ended, so nothing is lost
  await ready(child)
  return child
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      said = (said + chunk).slice(-4000)
      if (said.includes('Ready to accept connections')) resolve()
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`Redis did not start (exit code ${code}):\n${said}`)))
  })
}
