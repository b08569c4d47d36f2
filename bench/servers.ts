import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import path from 'node:path'
import { newSiteSecrets, siteHashSettings } from '@entente/auth/site-secret'
import { freePort } from '@entente/testkit/ports'
import { waitForHttp } from '@entente/testkit/wait'
import type { Profile } from './profile.ts'
import type { World } from './world.ts'

// One kept-alive connection per client, like the sites.
const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** Starts a server in a separate process and waits until it responds on `/healthz`. */
export async function startServer(
  file: string,
  env: Record<string, string>,
  options: { flags?: string[] | undefined } = {},
) {
  const port = await freePort()
  const child = await start(file, port, env, options)
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    get: (path: string, headers: Record<string, string>) => get(port, path, headers),
    stop: () => stop(child),
    kill: () => child.kill('SIGKILL'),
  }
}

const settings = {
  CLOUD: 'global',
  PARTNER_URL: 'http://localhost:1',
  CUSTOMER_URL: 'http://localhost:2',
  OPERATOR_URL: 'http://localhost:3',
  LOG_LEVEL: 'warn',
  MAIL_FROM: 'no-reply@entente.example',
  OPERATOR_EMAIL: 'support@entente.example',
}

/** The secrets by which every API of a benchmark knows its callers. */
export const siteSecrets = newSiteSecrets()

/** Starts the real API in a separate process. */
export async function startApi(world: Pick<World, 'urls' | 'keysFile'>, profile?: Profile) {
  const env = {
    ...{ ...settings, ...siteHashSettings(siteSecrets) },
    ...{ DATABASE_URL: world.urls.api, ENTENTE_KEYS_FILE: world.keysFile },
  }
  const api = await startServer('../apps/api/src/main.ts', env, { flags: profile?.flags('api') })
  /** Asks a procedure and returns its answer. */
  const read = async <Answer>(procedure: string, caller: Caller, input: object): Promise<Answer> => {
    const query = encodeURIComponent(JSON.stringify(input))
    const answer = JSON.parse(await get(api.port, `/trpc/${procedure}?input=${query}`, headersOf(caller)))
    return answer.result.data
  }
  return {
    ...api,
    /** Reads one page of a partner's customer list and returns the number of rows. */
    customers: async (session: string, input: object): Promise<number> => {
      const page = await read<Page>('customers.list', { session, site: siteSecrets.partner }, input)
      return page.customers.length
    },
    read,
    /** Accepts an invitation; a refusal throws. */
    accept: async (session: string, body: string): Promise<void> => {
      const response = await fetch(`${api.url}/trpc/invitation.accept`, {
        method: 'POST',
        headers: headersOf({ session, site: siteSecrets.customer }),
        body,
      })
      const answer = await response.text()
      if (!answer.includes('"accepted"')) throw new Error(`Not accepted: ${answer.slice(0, 300)}`)
    },
  }
}

/** Starts the real worker in a separate process, with queues in PostgreSQL and, if `mails` names none, no mail server. */
export const startWorker = (
  workerUrl: string,
  keysFile: string,
  mails: Record<string, string> = { SMTP_URL: 'smtp://127.0.0.1:1' },
) =>
  startServer('../apps/worker/src/main.ts', {
    ...settings,
    DATABASE_DIRECT_URL: workerUrl,
    ENTENTE_KEYS_FILE: keysFile,
    AUDIT_HEADS_FOLDER: `${keysFile}.audit-heads`,
    ...mails,
  })

/** Starts a built site in a separate process; `get` requests one of its pages as a browser does. */
export async function startSite(
  file: string,
  page: string,
  env: Record<string, string> = {},
  options: { flags?: string[] | undefined; headers?: Record<string, string> } = {},
) {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const child = await start(file, port, { ...env, ORIGIN: origin }, { probe: page, flags: options.flags })
  const headers = {
    accept: 'text/html',
    'accept-encoding': 'gzip, deflate, br, zstd',
    'accept-language': 'en',
    'user-agent': 'Mozilla/5.0 (X11; Linux x64) Gecko/20100101 Firefox/145.0',
    ...options.headers,
  }
  return {
    url: new URL(page, origin).href,
    get: async (query = '') => void (await get(port, `${page}${query}`, headers)),
    stop: () => stop(child),
  }
}

// Makes a child end with this process, even after a kill -9, so that no process is left behind.
const guard = path.join(import.meta.dirname, '../scripts/ends-with-parent.mjs')

async function start(
  file: string,
  port: number,
  env: Record<string, string>,
  { probe = '/healthz', flags = [] }: { probe?: string; flags?: string[] | undefined } = {},
): Promise<ChildProcess> {
  const place = path.resolve(import.meta.dirname, file)
  const child = spawn(process.execPath, ['--import', guard, ...flags, place], {
    env: { ...process.env, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = new AbortController()
  child.once('exit', (code) => ended.abort(new Error(`${file} ended with code ${code}.`)))
  try {
    const url = `http://127.0.0.1:${port}${probe}`
    await waitForHttp(url, { timeoutMs: 30_000, signal: ended.signal })
    return child
  } catch (error) {
    child.kill()
    throw error
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

type Page = { customers: object[] }

/** Whose session, at which site. */
type Caller = { session: string; site: string }

const headersOf = ({ session, site }: Caller) => ({
  authorization: `Bearer ${session}`,
  'content-type': 'application/json',
  'x-entente-site-secret': site,
})

function get(port: number, url: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ agent, port, host: '127.0.0.1', path: url, headers }, async (response) => {
      let answer = ''
      for await (const chunk of response.setEncoding('utf8')) answer += chunk
      if (response.statusCode === 200) resolve(answer)
      else reject(new Error(`${url} answered ${response.statusCode}: ${answer.slice(0, 300)}`))
    })
    sent.on('error', reject)
    sent.end()
  })
}
