import { hash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * What a request gets instead of a normal response. `…-after` faults happen once the mail was taken, which the sender
 * cannot tell.
 */
export type Fault =
  | '429'
  | '500'
  | '502'
  | 'in-progress'
  | 'invalid-recipient'
  | 'invalid-sender'
  | 'hang'
  | 'drop'
  | 'hang-after'
  | 'drop-after'
  | 'drip-after'

/** A mail as it was received, with the field names of the API. */
export type TakenMail = {
  from: string
  to: string
  subject: string
  text: string
  html: string
  reply_to?: string
  headers?: Record<string, string>
  tags?: { name: string; value: string }[]
}

export type FakeResend = {
  url: string
  /**
   * What was delivered under each key. A repeat under a known key delivers nothing; under a forgotten key it delivers
   * again.
   */
  deliveries: Map<string, { id: string; mail: TakenMail; count: number }>
  /** The number of requests, failed ones included. */
  requests: () => number
  /** Makes the next requests fail, one fault each. */
  fail: (...faults: Fault[]) => void
  /** Forgets every key, as Resend does after a day. */
  forget: () => void
  stop: () => Promise<void>
}

/**
 * The part of Resend's API that sends mail, with its idempotency keys, over real HTTP. `keep` picks what is stored of a
 * mail.
 */
export async function startFakeResend(keep = (mail: TakenMail): TakenMail => mail): Promise<FakeResend> {
  const deliveries: FakeResend['deliveries'] = new Map()
  const known = new Map<string, { id: string; digest: string }>()
  const faults: Fault[] = []
  let requests = 0

  /** Returns the mail's id, or undefined when the key was used with another body. */
  const take = (key: string, body: string): string | undefined => {
    const before = known.get(key)
    const digest = hash('sha256', body)
    if (before) return before.digest === digest ? before.id : undefined
    const id = randomUUID()
    known.set(key, { id, digest })
    const count = (deliveries.get(key)?.count ?? 0) + 1
    deliveries.set(key, { id, mail: keep(JSON.parse(body)), count })
    return id
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    requests++
    const fault = faults.shift()
    const body = await textOf(request)
    const key = String(request.headers['idempotency-key'] ?? randomUUID())
    if (request.method !== 'POST' || request.url !== '/emails') return refuse(response, 404, 'not_found')
    if (!request.headers.authorization?.startsWith('Bearer ')) return refuse(response, 401, 'missing_api_key')
    switch (fault) {
      case '429':
        return refuse(response, 429, 'rate_limit_exceeded')
      case '500':
        return refuse(response, 500, 'internal_server_error')
      case '502':
        response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')
        return
      case 'in-progress':
        return refuse(response, 409, 'concurrent_idempotent_requests')
      case 'invalid-recipient':
        return refuse(response, 422, 'validation_error', 'Invalid `to`: person@example.com')
      case 'invalid-sender':
        return refuse(response, 422, 'invalid_from_address', 'Invalid `from`: person@example.com')
      case 'hang':
        return
      case 'drop':
        response.destroy()
        return
    }
    const id = take(key, body)
    if (id === undefined) return refuse(response, 409, 'invalid_idempotent_request')
    if (fault === 'hang-after') return
    if (fault === 'drop-after') return void response.destroy()
    response.writeHead(200, { 'content-type': 'application/json' })
    if (fault === 'drip-after') return drip(response, JSON.stringify({ id }))
    response.end(JSON.stringify({ id }))
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    deliveries,
    requests: () => requests,
    fail: (...next) => void faults.push(...next),
    forget: () => known.clear(),
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

function refuse(response: ServerResponse, statusCode: number, name: string, message = name): void {
  response.writeHead(statusCode, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ statusCode, name, message }))
}

/** Sends one byte a second, so that the response never ends in time. */
function drip(response: ServerResponse, text: string): void {
  const bytes = [...text]
  const timer = setInterval(() => response.write(bytes.shift() ?? ' '), 1000)
  response.on('close', () => clearInterval(timer))
}
