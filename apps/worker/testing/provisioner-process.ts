// A provisioner as docs/provisioning.md asks for, in a process of its own. What it answers is scripted by the order's
// payload: one word per request of the same key, the last one for all that follow.
import { createHash, createHmac } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'

type Seen = { script: string[]; acted: number; asked: number }
const seen = new Map<string, Seen>()
const order: string[] = []
const [, , secret = ''] = process.argv

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks).toString()
  if (request.url === '/seen') return say(response, 200, { seen: [...seen], order })
  const { headers, method = '' } = request
  const key = String(headers['idempotency-key'])
  const lines = [headers['entente-timestamp'], method, request.url, key]
  const signed = [...lines, createHash('sha256').update(body).digest('hex')].join('\n')
  const expected = createHmac('sha256', secret).update(signed).digest('hex')
  const isLate = Math.abs(Date.now() / 1000 - Number(headers['entente-timestamp'])) > 300
  if (headers['entente-signature'] !== expected || isLate) return say(response, 401, {})
  const known = seen.get(key)
  if (!known && method === 'GET') return say(response, 404, {})
  const one = known ?? { script: JSON.parse(body).payload.script, acted: 0, asked: 0 }
  seen.set(key, one)
  order.push(key)
  const word = one.script[Math.min(one.asked++, one.script.length - 1)] ?? 'success'
  // Of one key it acts once, whatever it answers then.
  if (word !== 'busy' && word !== 'failed' && one.acted === 0) one.acted++
  answer(response, word, key)
})

function answer(response: ServerResponse, word: string, key: string) {
  if (word === 'hangs') return
  if (word === 'resets') return response.destroy()
  if (word === 'busy' || word === 'breaks') return say(response, word === 'busy' ? 503 : 500, {})
  if (word === 'garbles') return response.writeHead(200).end('<html>')
  if (word === 'forgets') return say(response, 404, {})
  if (word === 'pending') return say(response, 202, { state: 'pending', externalId: `job-${key}` })
  if (word === 'failed') return say(response, 200, { state: 'failed', code: 'no_capacity' })
  const success = () => say(response, 200, { state: 'success', externalId: `x-${key}` })
  return word === 'late' ? setTimeout(success, 150) : success()
}

const say = (response: ServerResponse, status: number, body: object) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

server.listen(0, '127.0.0.1', () => {
  const at = server.address()
  process.stdout.write(`http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}\n`)
})
