import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import path from 'node:path'
import { cloudOf } from '@entente/clouds/clouds'
import { freePort } from '@entente/testkit/ports'
import type { Recorded } from './record-accept.ts'
import type { BenchCustomer, World } from './world.ts'

// One connection per client, kept open, as the sites keep theirs.
const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** What the review page posts when every service is free and every box stays ticked. */
export function acceptBody(token: string) {
  const { agreement, services } = cloudOf('global')
  return {
    token,
    idempotencyKey: crypto.randomUUID(),
    agreement: { accepted: true, version: agreement.version },
    services: services.map(({ id }) => ({ service: id, choice: 'grant' as const, holderSeen: null })),
  }
}

/** The real API in a process of its own. */
export async function startApi(world: Pick<World, 'urls' | 'keysFile' | 'token'>) {
  const port = await freePort()
  const child = await start('../apps/api/src/main.ts', port, {
    CLOUD: 'global',
    DATABASE_URL: world.urls.api,
    ENTENTE_KEYS_FILE: world.keysFile,
    PORT: String(port),
    PARTNER_URL: 'http://localhost:1',
    CUSTOMER_URL: 'http://localhost:2',
    OPERATOR_URL: 'http://localhost:3',
    LOG_LEVEL: 'warn',
  })
  return {
    accept: async (customer: BenchCustomer) => {
      const headers = { authorization: `Bearer ${customer.sessionToken}` }
      const answer = await post(port, '/trpc/invitation.accept', acceptBody(world.token), headers)
      if (answer.result?.data.result !== 'accepted')
        throw new Error(`Not accepted: ${JSON.stringify(answer)}`)
    },
    /** One page of a partner's list of customers; answers how many rows came. */
    customers: async (sessionToken: string, input: object): Promise<number> => {
      const query = encodeURIComponent(JSON.stringify(input))
      const headers = { authorization: `Bearer ${sessionToken}` }
      const answer = await send<Page>(port, 'GET', `/trpc/customers.list?input=${query}`, '', headers)
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
  const child = await start('reference-route.ts', port, {
    DATABASE_URL: world.urls.api,
    STATEMENTS: file,
    PORT: String(port),
  })
  return {
    accept: async ({ organisationId, accountId }: BenchCustomer) => {
      // As many bytes as the real body, so that neither side reads less.
      await post(port, '/accept', { ...acceptBody(world.token), organisationId, accountId }, {})
    },
    stop: () => stop(child),
  }
}

async function start(file: string, port: number, env: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, file)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  for (let tries = 0; tries < 100; tries++) {
    const isUp = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isUp) return child
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  child.kill()
  throw new Error(`${file} did not answer within 10 s.`)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

type Page = { result: { data: { customers: object[] } } }
type Accepted = { result?: { data: { result: string } } }

const post = (port: number, url: string, body: object, headers: Record<string, string>) =>
  send<Accepted>(port, 'POST', url, JSON.stringify(body), headers)

function send<Answer>(
  port: number,
  method: 'GET' | 'POST',
  url: string,
  text: string,
  headers: Record<string, string>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        port,
        host: '127.0.0.1',
        path: url,
        method,
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        },
      },
      async (response) => {
        let answer = ''
        for await (const chunk of response.setEncoding('utf8')) answer += chunk
        if (response.statusCode === 200) resolve(JSON.parse(answer))
        else reject(new Error(`${url} answered ${response.statusCode}: ${answer.slice(0, 300)}`))
      },
    )
    sent.on('error', reject)
    sent.end(text)
  })
}
