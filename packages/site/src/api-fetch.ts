import http from 'node:http'
import https from 'node:https'
import { text } from 'node:stream/consumers'
import { NoResponse } from './no-response.ts'

// Reuses connections. Node's own fetch takes more time for its streams than the API takes for its response.
const options = { keepAlive: true, maxSockets: 256 }
const agents = { http: new http.Agent(options), https: new https.Agent(options) }

export type Init = { method?: string; headers?: Record<string, string>; body?: unknown; signal?: AbortSignal }

/** The part of `fetch` that a tRPC client needs: sends text and receives JSON. Rejects with `NoResponse`. */
export function apiFetch(url: string, { method = 'GET', headers, body, signal }: Init) {
  const isSecure = url.startsWith('https:')
  return new Promise<{ ok: boolean; status: number; json: () => Promise<unknown> }>((resolve, reject) => {
    const fail = (cause: Error) => reject(new NoResponse('The API gave no answer.', { cause }))
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
