import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import path from 'node:path'
import { freePort } from '@entente/testkit/ports'
import { waitForHttp } from '@entente/testkit/wait'
import { acceptBody } from './accept-body.ts'
import type { Profile } from './profile.ts'
import type { Recorded } from './record-accept.ts'
import type { BenchCustomer, World } from './world.ts'

// One connection per client, kept open, as the sites keep theirs.
const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** The real API in a process of its own. */
export async function startApi(world: Pick<World, 'urls' | 'keysFile' | 'token'>, profile?: Profile) {
  const port = await freePort()
  const env = {
    CLOUD: 'global',
    DATABASE_URL: world.urls.api,
    ENTENTE_KEYS_FILE: world.keysFile,
    PARTNER_URL: 'http://localhost:1',
    CUSTOMER_URL: 'http://localhost:2',
    OPERATOR_URL: 'http://localhost:3',
    LOG_LEVEL: 'warn',
  }
  const child = await start('../apps/api/src/main.ts', port, env, { flags: profile?.flags('api') })
  return {
    url: `http://127.0.0.1:${port}`,
    accept: async (customer: BenchCustomer) => {
      const headers = { authorization: `Bearer ${customer.sessionToken}` }
      const answer: Accepted = await post(port, '/trpc/invitation.accept', acceptBody(world.token), headers)
      if (answer.result?.data.result !== 'accepted')
        throw new Error(`Not accepted: ${JSON.stringify(answer)}`)
    },
    /** One page of a partner's list of customers; answers how many rows came. */
    customers: async (sessionToken: string, input: object): Promise<number> => {
      const query = encodeURIComponent(JSON.stringify(input))
      const headers = { authorization: `Bearer ${sessionToken}` }
      const answer: Page = await json(port, 'GET', `/trpc/customers.list?input=${query}`, '', headers)
      return answer.result.data.customers.length
    },
    stop: () => stop(child),
  }
}

/** The bare route in a process of its own. */
export async function startReference(world: World, recording: Recorded[]) {
  const port = await freePort()
  const file = path.join(path.dirname(world.keysFile), 'statements.json')
  writeFileSync(file, JSON.stringify(recording))
  const env = { DATABASE_URL: world.urls.api, STATEMENTS: file }
  const child = await start('reference-route.ts', port, env)
  return {
    accept: async ({ organisationId, accountId }: BenchCustomer) => {
      // As many bytes as the real body, so that neither side reads less.
      await post(port, '/accept', { ...acceptBody(world.token), organisationId, accountId }, {})
    },
    stop: () => stop(child),
  }
}

/** A built site in a process of its own, asked for one of its pages as a browser does. */
export async function startSite(
  file: string,
  page: string,
  env: Record<string, string> = {},
  flags: string[] = [],
) {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const child = await start(file, port, { ...env, ORIGIN: origin }, { probe: page, flags })
  const headers = {
    accept: 'text/html',
    'accept-encoding': 'gzip, deflate, br, zstd',
    'accept-language': 'en',
    'user-agent': 'Mozilla/5.0 (X11; Linux x64) Gecko/20100101 Firefox/145.0',
  }
  return {
    url: new URL(page, origin).href,
    get: async () => void (await send(port, 'GET', page, '', headers)),
    stop: () => stop(child),
  }
}

// Ends with us, even after a kill -9, so that no process is left behind.
const guard = path.join(import.meta.dirname, '../scripts/ends-with-parent.mjs')

async function start(
  file: string,
  port: number,
  env: Record<string, string>,
  { probe = '/healthz', flags = [] }: { probe?: string; flags?: string[] | undefined } = {},
): Promise<ChildProcess> {
  const place = path.join(import.meta.dirname, file)
  const child = spawn(process.execPath, ['--import', guard, ...flags, place], {
    env: { ...process.env, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  try {
    await waitForHttp(`http://127.0.0.1:${port}${probe}`, { timeoutMs: 30_000 })
    return child
  } catch (error) {
    child.kill()
    throw error
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

type Page = { result: { data: { customers: object[] } } }
type Accepted = { result?: { data: { result: string } } }

const post = <Answer>(port: number, url: string, body: object, headers: Record<string, string>) =>
  json<Answer>(port, 'POST', url, JSON.stringify(body), headers)

async function json<Answer>(...[port, method, url, text, headers]: Parameters<typeof send>): Promise<Answer> {
  return JSON.parse(await send(port, method, url, text, { ...headers, 'content-type': 'application/json' }))
}

function send(
  port: number,
  method: 'GET' | 'POST',
  url: string,
  text: string,
  headers: Record<string, string>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        port,
        host: '127.0.0.1',
        path: url,
        method,
        headers: { ...headers, 'content-length': Buffer.byteLength(text) },
      },
      async (response) => {
        let answer = ''
        for await (const chunk of response.setEncoding('utf8')) answer += chunk
        if (response.statusCode === 200) resolve(answer)
        else reject(new Error(`${url} answered ${response.statusCode}: ${answer.slice(0, 300)}`))
      },
    )
    sent.on('error', reject)
    sent.end(text)
  })
}
