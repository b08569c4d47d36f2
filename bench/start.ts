import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { freePort } from '@entente/testkit/ports'
import { waitFor, waitForHttp } from '@entente/testkit/wait'
import type { Bench } from './bench.ts'
import { temporaryFolder } from './lab.ts'
import type { Row } from './rows.ts'

const services = ['partner', 'customer', 'operator', 'api', 'mailbox', 'smtp', 'worker', 'database']

/**
 * How long does `npm start` take until every part responds? Runs in a clone of the last commit with installed
 * dependencies and an empty data folder: once with nothing built, once with everything built.
 */
export const start: Bench = async () => {
  const folder = temporaryFolder()
  try {
    const root = path.dirname(import.meta.dirname)
    const clone = path.join(folder, 'entente')
    run('git', ['clone', '--quiet', root, clone], folder)
    run('pnpm', ['install', '--frozen-lockfile', '--prefer-offline', '--reporter=silent'], clone)
    return [row('not built', await secondsUntilUp(clone), 60), row('built', await secondsUntilUp(clone), 15)]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const row = (state: string, seconds: number, atMost: number): Row => ({
  what: `npm start, ${state}, no data yet`,
  figure: `${seconds.toFixed(1)} s`,
  value: seconds,
  unit: 's',
  target: { atMost },
})

/** Starts it on its own ports, waits until the demo's facts are written and all sites respond, and stops it. */
async function secondsUntilUp(clone: string): Promise<number> {
  const data = path.join(clone, '.data')
  rmSync(data, { recursive: true, force: true })
  mkdirSync(path.join(data, 'global'), { recursive: true })
  const ports: Record<string, number> = {}
  for (const service of services) ports[service] = await freePort()
  writeFileSync(path.join(data, 'global', 'ports.json'), JSON.stringify(ports))

  const began = performance.now()
  const child = spawn('npm', ['start'], { cwd: clone, stdio: ['ignore', 'pipe', 'pipe'] })
  process.once('exit', () => child.kill('SIGINT'))
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  const closed = once(child, 'close')
  const ended = new AbortController()
  child.once('exit', () => ended.abort())
  try {
    const facts = path.join(data, 'demo.json')
    await waitFor(() => existsSync(facts), { timeoutMs: 180_000, what: 'npm start', signal: ended.signal })
    const { urls } = JSON.parse(readFileSync(facts, 'utf8')) as { urls: Record<string, string> }
    for (const site of ['partner', 'customer', 'operator']) await waitForHttp(`${urls[site]}/sign-in`)
    return (performance.now() - began) / 1000
  } catch (cause) {
    throw new Error(`npm start did not come up:\n${said}`, { cause })
  } finally {
    child.kill('SIGINT')
    await closed
  }
}

function run(command: string, args: string[], cwd: string): void {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] })
}
