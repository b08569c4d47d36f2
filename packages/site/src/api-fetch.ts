import http, { type IncomingHttpHeaders } from 'node:http'
import https from 'node:https'
import { NoResponse } from './no-response.ts'

// Reuses connections. Node's own fetch takes more time for its streams than the API takes for its response.
const options = { keepAlive: true, maxSockets: 256 }
const agents = { http: new http.Agent(options), https: new https.Agent(options) }

export type Init = {
  method?: string | undefined
  headers?: Record<string, string> | undefined
  body?: unknown
  /** When the answer is given up, the repeat's included. */
  timeoutMs?: number | undefined
}

/**
 * The part of `fetch` that the API's client needs: sends text and receives JSON. Rejects with `NoResponse`. What may be done twice goes out
 * once more if its connection breaks before an answer begins: the API closed it while it was idle, which no side can prevent,
 * or died, and another one answers.
 */
export function apiFetch(url: string, init: Init): Promise<Answered> {
  return send(url, init, isRead(init) || hasKey(init))
}

const isRead = ({ method }: Init): boolean => method === undefined || method === 'GET'

/** A write with a key takes effect once, and its repeat gets the first one's answer. */
const hasKey = ({ body }: Init): boolean =>
  typeof body === 'string' && /"idempotencyKey":"[0-9a-f-]{36}"/.test(body)

/** The connection was refused, or broke. */
const broken = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE']

type Answered = {
  ok: boolean
  status: number
  headers: IncomingHttpHeaders
  json: () => Promise<unknown>
}

function send(
  url: string,
  { method = 'GET', headers, body, timeoutMs }: Init,
  isRepeatable: boolean,
): Promise<Answered> {
  const isSecure = url.startsWith('https:')
  const startedAt = performance.now()
  let hasBegun = false
  return new Promise((resolve, reject) => {
    // Cheaper than a signal, which makes an error for each request when its time is over, answered or not.
    const late = timeoutMs && setTimeout(() => sent.destroy(new Error('No answer in time.')), timeoutMs)
    const fail = (cause: Error) => reject(new NoResponse('The API gave no answer.', { cause }))
    const sent = (isSecure ? https : http).request(
      url,
      {
        method,
        agent: isSecure ? agents.https : agents.http,
        ...(headers && { headers }),
      },
      (response) => {
        hasBegun = true
        const status = response.statusCode ?? 0
        let answer = ''
        response.setEncoding('utf8')
        response.on('data', (part: string) => {
          answer += part
        })
        response.on('error', fail)
        response.on('close', () => clearTimeout(late))
        response.on('end', () => {
          const { headers } = response
          resolve({
            ...{ ok: status >= 200 && status < 300, status, headers },
            json: async () => JSON.parse(answer),
          })
        })
      },
    )
    sent.on('error', (cause: NodeJS.ErrnoException) => {
      clearTimeout(late)
      if (isRepeatable && !hasBegun && broken.includes(cause.code ?? '')) {
        const leftMs = timeoutMs && Math.max(1, timeoutMs - (performance.now() - startedAt))
        send(url, { method, headers, body, timeoutMs: leftMs }, false).then(resolve, reject)
      } else fail(cause)
    })
    sent.end(typeof body === 'string' ? body : undefined)
  })
}
