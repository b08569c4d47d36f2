import http from 'node:http'
import https from 'node:https'
import { text } from 'node:stream/consumers'

// A connection is kept for the next request; Node's own fetch spends more on its streams than the API on its answer.
const options = { keepAlive: true, maxSockets: 256 }
const agents = { http: new http.Agent(options), https: new https.Agent(options) }

export type Init = { method?: string; headers?: Record<string, string>; body?: unknown; signal?: AbortSignal }

/** The API was not reached, the connection broke, or our own time was over. */
export class NoAnswer extends Error {}

/** What a tRPC client needs of `fetch`: sends a text, gets JSON. Rejects with `NoAnswer`. */
export function apiFetch(url: string, { method = 'GET', headers, body, signal }: Init) {
  const isSecure = url.startsWith('https:')
  return new Promise<{ ok: boolean; status: number; json: () => Promise<unknown> }>((resolve, reject) => {
    const fail = (cause: Error) => reject(new NoAnswer('The API gave no answer.', { cause }))
    const sent = (isSecure ? https : http).request(
      url,
      {
        method,
        agent: isSecure ? agents.https : agents.http,
        ...(headers && { headers }),
        ...(signal && { signal }),
      },
      (response) => {
        const status = response.statusCode ?? 0
        text(response).then(
          (answer) =>
            resolve({ ok: status >= 200 && status < 300, status, json: async () => JSON.parse(answer) }),
          fail,
        )
      },
    )
    sent.on('error', fail)
    sent.end(typeof body === 'string' ? body : undefined)
  })
}
