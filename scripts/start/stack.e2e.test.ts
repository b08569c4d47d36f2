import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { services } from '@entente/testkit/demo'
import { isFull } from '@entente/testkit/full'
import { choosePorts, freePort } from '@entente/testkit/ports'
import { waitFor, waitForHttp } from '@entente/testkit/wait'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { instanceFolder } from './instance-folder.ts'
import { type Stack, type StackPorts, startOnChosenPorts, startStack } from './stack.ts'

const dir = mkdtempSync(path.join(tmpdir(), 'entente-stack-'))
const folder = instanceFolder(dir)
let ports: StackPorts
let stack: Stack

// The sites are already built, because the other browser tests need them too.
const start = () =>
  startStack({ cloud: 'germany', folder, ports, built: Promise.resolve(), onLine: () => undefined })

beforeAll(async () => {
  const chosen = await Promise.all(services.map(async (name) => [name, await freePort()] as const))
  ports = Object.fromEntries(chosen) as StackPorts
  stack = await start()
  // The demo's seed shares the machine with the other browser tests.
}, 180_000)
afterAll(async () => {
  await stack?.stop()
  rmSync(dir, { recursive: true, force: true })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('R-085 §4.2 the demo has an application in each state that people see, and logins to the membership directory', () => {
  const { accounts, membership } = stack.facts
  expect(accounts.flatMap(({ application }) => application ?? [])).toEqual([
    ...['rejected', 'accepted', 'documents_requested', 'in_review'],
    ...['email_verified', 'submitted', 'membership_linked', 'signed_in'],
  ])
  expect(membership).toHaveLength(2)
  const secrets = [...accounts, ...membership].map(({ password }) => password)
  expect(new Set(secrets).size).toBe(secrets.length)
})

test('any process that is killed, including the database, starts again and serves', async () => {
  const names = [
    'database',
    'api',
    'worker',
    'partner-portal',
    'acceptance-site',
    'operator-console',
    'mailbox',
  ]
  const before = new Map(names.map((name) => [name, stack.pid(name)]))
  for (const pid of before.values()) process.kill(pid ?? 0, 'SIGKILL')
  for (const name of names) {
    await waitFor(() => stack.pid(name) && stack.pid(name) !== before.get(name), {
      timeoutMs: 20_000,
      what: name,
    })
  }
  await waitForHttp(`${stack.facts.urls.api}/readyz`)
  await waitForHttp(`http://127.0.0.1:${ports.worker}/readyz`)
  for (const site of ['partner', 'customer'] as const) await waitForHttp(`${stack.facts.urls[site]}/sign-in`)
})

test('stopping leaves no process, and a second start keeps the data', async () => {
  const names = [
    'database',
    'api',
    'worker',
    'partner-portal',
    'acceptance-site',
    'operator-console',
    'mailbox',
  ]
  const pids = names.map((name) => stack.pid(name) ?? 0)
  const { facts } = stack
  await stack.stop()
  expect(pids.filter(isAlive)).toEqual([])
  stack = await start()
  expect(stack.facts).toEqual(facts)
})

test.runIf(isFull)('an interrupted seed starts again from the beginning', async () => {
  const { facts } = stack
  await stack.stop()
  rmSync(folder.accounts)
  writeFileSync(folder.seeding, '')
  stack = await start()
  expect(stack.facts.accounts.map(({ email }) => email)).toEqual(facts.accounts.map(({ email }) => email))
})

test.runIf(isFull)(
  'two instances that start together on the same ports both serve, each on ports of its own',
  async () => {
    const first = await freePort()
    const defaults = Object.fromEntries(services.map((name, index) => [name, first + index])) as StackPorts
    const built = Promise.resolve()
    const startOther = async () => {
      const other = instanceFolder(mkdtempSync(path.join(tmpdir(), 'entente-stack-')))
      onTestFinished(() => rmSync(other.dir, { recursive: true, force: true }))
      const options = {
        cloud: 'global' as const,
        folder: other,
        built,
        throwaway: true,
        onLine: () => undefined,
      }
      const started = await startOnChosenPorts(options, () => choosePorts(other.ports, defaults))
      onTestFinished(() => started.stop())
      return started.facts
    }
    const both = await Promise.all([startOther(), startOther()])
    expect(new Set(both.flatMap(({ urls }) => Object.values(urls))).size).toBe(12)
    for (const { urls } of both) {
      for (const { siteSecrets } of both) {
        const headers = { 'x-entente-site-secret': siteSecrets.partner }
        const { status } = await fetch(`${urls.api}/trpc/session.current`, { headers })
        expect(status).toBe(
          both.some((one) => one.urls === urls && one.siteSecrets === siteSecrets) ? 200 : 401,
        )
      }
      expect((await fetch(`${urls.partner}/sign-in`)).status).toBe(200)
    }
  },
  180_000,
)
