import { execFile } from 'node:child_process'
import { accessSync, constants, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Round } from './load.ts'

const run = promisify(execFile)
const script = path.join(import.meta.dirname, 'wrk/accept.lua')

/** The acceptances that are sent to one server. */
export type Acceptances = {
  /** Where each acceptance is posted to. */
  url: string
  /** What every request carries beside its token. */
  headers?: Record<string, string>
  /** The header that carries a token, up to the token: `authorization: Bearer `. */
  header: string
  /** The JSON body, with `{key}` where the key of one request belongs. */
  body: string
  /** The token and the key of each request, `<token> <key>`. Every line serves once. */
  lines: string[]
  /** A file to keep the lines in. */
  file: string
}

export type Load = ReturnType<typeof openLoad>

/** How much a side's database holds: relationships, and what that many requests need. */
export type Fill = { relationships: number; requests: number }

/** A server under load, in a process of its own. */
export type Side = { load: Load; pid: number; stop: () => Promise<void> }

export const wrkIsMissing = 'skipped: wrk is missing (apt-get install wrk)'

export function hasWrk(): boolean {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => isProgram(path.join(folder, 'wrk')))
}

/** Sends acceptances to one server. A refused request and a lack of prepared ones throw. */
export function openLoad({ url, headers = {}, header, body, lines, file }: Acceptances) {
  const shared = { ...headers, 'content-type': 'application/json' }
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''))
  let used = 0
  let answered = 0

  /** Measures for some whole seconds with `wrk`, which keeps one connection open per client. */
  async function round(clients: number, seconds: number): Promise<Round> {
    const load = ['-t1', `-c${clients}`, `-d${seconds}s`, '--timeout', '10s', '-s', script, url]
    for (const [name, value] of Object.entries(shared)) load.push('-H', `${name}: ${value}`)
    const { stdout } = await run('wrk', [...load, '--', file, String(used), header, body], {
      timeout: 30_000 + seconds * 1000,
    })
    const result: Result = JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
    used += result.sent
    answered += result.answered
    if (used > lines.length)
      throw new Error(`More than ${lines.length} requests must be prepared for ${url}.`)
    if (result.failed > 0 || result.answered === 0)
      throw new Error(`${url} refused ${result.failed} of ${result.sent} requests: ${await ask()}`)
    return { perSecond: result.answered / result.seconds, p50Ms: result.p50Ms, p99Ms: result.p99Ms }
  }

  /** Sends one request and returns the response. */
  async function ask(): Promise<string> {
    const [token, key = ''] = lines[used++]?.split(' ') ?? []
    const [name = '', prefix = ''] = header.split(': ')
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...shared, [name]: `${prefix}${token}` },
      body: body.replace('{key}', key),
    })
    return `${response.status} ${(await response.text()).slice(0, 300)}`
  }

  return {
    round,
    ask,
    /** Sends requests for whole seconds until at least `count` are answered. */
    async send(clients: number, count: number): Promise<void> {
      for (const enough = answered + count; answered < enough; ) await round(clients, 1)
    },
    /** How many requests were answered and sent. The end of a round cuts off answers to requests that were sent. */
    made: () => ({ answered, sent: used }),
  }
}

type Result = {
  sent: number
  answered: number
  failed: number
  seconds: number
  p50Ms: number
  p99Ms: number
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
