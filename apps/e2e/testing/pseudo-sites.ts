// The three sites in the language that only tests speak: copies of what was built, with other messages, beside the running
// ones and in front of the same API.
import { spawn } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { namespaces } from '@entente/i18n/catalogue'
import { pseudo, pseudoMessages } from '@entente/i18n/testing/pseudo'
import type { DemoFacts } from '@entente/testkit/demo'
import { freePort } from '@entente/testkit/ports'
import { waitFor } from '@entente/testkit/wait'
import type { BrowserContext } from 'playwright-core'
import type { Side } from './world.ts'

const apps = path.join(import.meta.dirname, '../..')
const siteOf: Record<Side, string> = {
  partner: 'partner-portal',
  customer: 'acceptance-site',
  operator: 'operator-console',
}

type Messages = Record<string, string>

function englishFiles(): Messages[] {
  const folder = new URL('../../../packages/i18n/messages/en/', import.meta.url)
  return namespaces.map((name) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')))
}

export type PseudoSites = {
  /** The demo's facts, in which the sites' addresses are those of the copies. */
  demo: DemoFacts
  /** Gives a visitor the other messages: a site knows the sizes of its scripts, so the browser takes them from here. */
  speak: (context: BrowserContext) => Promise<unknown>
  stop: () => void
}

/** Starts the copies. */
export async function startPseudoSites(demo: DemoFacts): Promise<PseudoSites> {
  const english = englishFiles()
  const stops: (() => void)[] = []
  const scripts = new Map<string, string>()
  const urls = { ...demo.urls }
  await Promise.all(
    (Object.keys(siteOf) as Side[]).map(async (side) => {
      const { folder, scripts: own } = await copyOf(path.join(apps, siteOf[side]), english)
      for (const [file, source] of own) scripts.set(path.basename(file), source)
      const port = await freePort()
      urls[side] = `http://localhost:${port}`
      const child = spawn(process.execPath, [path.join(folder, 'server.ts')], {
        cwd: folder,
        env: {
          ...{
            PATH: process.env.PATH,
            NODE_ENV: 'production',
            LOG_LEVEL: 'warn',
            TRUSTED_PROXIES: '127.0.0.1,::1',
          },
          ...{ CLOUD: demo.cloud, HOST: '127.0.0.1', PORT: String(port), ORIGIN: urls[side] },
          ...{ API_URL: demo.urls.api, SITE_SECRET: demo.siteSecrets[side] },
          ...{ PARTNER_URL: demo.urls.partner, CUSTOMER_URL: demo.urls.customer },
        },
        stdio: ['ignore', 'inherit', 'inherit'],
      })
      stops.push(() => {
        child.kill('SIGTERM')
        rmSync(folder, { recursive: true, force: true })
      })
      const isUp = () =>
        fetch(`http://127.0.0.1:${port}/healthz`).then(
          ({ ok }) => ok,
          () => false,
        )
      await waitFor(isUp, { timeoutMs: 20_000, what: `the ${siteOf[side]} in the tests' language` })
    }),
  )
  return {
    demo: { ...demo, urls },
    speak: (context) =>
      context.route(/_app\/immutable\/chunks\/[^/]+\.js$/, (route, request) => {
        const body = scripts.get(path.basename(new URL(request.url()).pathname))
        return body ? route.fulfill({ body, contentType: 'text/javascript' }) : route.continue()
      }),
    stop: () => {
      for (const stop of stops) stop()
    },
  }
}

/** Copies a built site into a folder in which its modules find the same packages, and rewrites its English messages. */
async function copyOf(site: string, english: readonly Messages[]) {
  const folder = path.join(site, '.svelte-kit', `pseudo-${process.pid}`)
  rmSync(folder, { recursive: true, force: true })
  cpSync(path.join(site, 'build'), path.join(folder, 'build'), { recursive: true })
  cpSync(path.join(site, 'server.ts'), path.join(folder, 'server.ts'))
  const server = await rewritten(path.join(folder, 'build/server/chunks'), english)
  if (server.size < namespaces.length)
    throw new Error(`${site}: only ${server.size} files of messages were found.`)
  for (const [file, source] of server) writeFileSync(file, source)
  const client = path.join(folder, 'build/client/_app/immutable/chunks')
  // Two of the sites send no scripts.
  return {
    folder,
    scripts: existsSync(client) ? await rewritten(client, english) : new Map<string, string>(),
  }
}

/** The modules of a folder that hold the English messages of a namespace and nothing else, with other messages. */
async function rewritten(folder: string, english: readonly Messages[]): Promise<Map<string, string>> {
  const sources = new Map<string, string>()
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.js'))) {
    const file = path.join(folder, name)
    const source = readFileSync(file, 'utf8')
    if (/(^|[;\n}])(import|from)\b/.test(source) || !english.some((one) => mayHold(source, one))) continue
    const exported: Record<string, unknown> = await import(pathToFileURL(file).href)
    if (!Object.values(exported).some((value) => english.some((one) => isDeepStrictEqual(value, one))))
      continue
    const lines = Object.entries(exported).map(([key, value], at) => {
      const own = typeof value === 'string' ? pseudo(value) : pseudoMessages(value as Messages)
      return `const e${at} = ${JSON.stringify(own)}\nexport { e${at} as ${key} }\n`
    })
    sources.set(file, lines.join(''))
  }
  return sources
}

/** A text that is written the same in JSON and in a script. */
const isUnescaped = (text: string): boolean => /^[ !#%&(-Z_a-z{|}]+$/.test(text)
function mayHold(source: string, messages: Messages): boolean {
  const some = Object.values(messages).filter(isUnescaped).slice(0, 5)
  return some.length > 0 && some.every((text) => source.includes(text))
}
