import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type DemoFacts, services } from '@entente/testkit/demo'
import { freePort } from '@entente/testkit/ports'
import { waitFor, waitForHttp } from '@entente/testkit/wait'

export type Demo = { facts: DemoFacts; databaseUrl: string; stop: () => Promise<void> }

/** Runs `npm start` in a checkout, on ports of its own and with its data in `data`, until every site responds. */
export async function startDemo(checkout: string, data: string): Promise<Demo> {
  mkdirSync(data, { recursive: true })
  const ports: Record<string, number> = {}
  for (const service of services) ports[service] = await freePort()
  writeFileSync(path.join(data, 'ports.json'), JSON.stringify(ports))

  const child = spawn('npm', ['start', '--', '--data', data], {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const kill = () => child.kill('SIGINT')
  process.once('exit', kill)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  const closed = once(child, 'close')
  const ended = new AbortController()
  child.once('exit', () => ended.abort())
  const stop = async () => {
    process.off('exit', kill)
    kill()
    await closed
  }
  try {
    const file = path.join(data, 'demo.json')
    await waitFor(() => existsSync(file), { timeoutMs: 180_000, what: 'npm start', signal: ended.signal })
    const facts = JSON.parse(readFileSync(file, 'utf8')) as DemoFacts
    for (const site of ['partner', 'customer', 'operator'] as const)
      await waitForHttp(`${facts.urls[site]}/sign-in`)
    const { owner } = JSON.parse(readFileSync(path.join(data, 'secrets.json'), 'utf8'))
    const chosen = JSON.parse(readFileSync(path.join(data, 'ports.json'), 'utf8'))
    const databaseUrl = `postgres://entente_owner:${owner}@127.0.0.1:${chosen.database}/entente`
    return { facts, databaseUrl, stop }
  } catch (cause) {
    await stop()
    throw new Error(`npm start did not come up:\n${said}`, { cause })
  }
}
