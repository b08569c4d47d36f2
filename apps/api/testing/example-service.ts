import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/**
 * An example of a service's admin portal (docs/service-portals.md), as a process of its own: it takes a hand-over, keeps a
 * session, and asks at each request whether the customer's grant still lives.
 */
const [entente = '', secret = ''] = process.argv.slice(2)

type Visit = {
  person: { name: string }
  partner: { name: string }
  customer: { name: string }
  grant: string
}
const sessions = new Map<string, Visit>()

const ask = (path: string, token: string): Promise<Response> =>
  fetch(`${entente}/services/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  })

// The portal's address: its script reads the fragment, which no server sees, and posts it.
const page = `<!doctype html><title>Example service</title><main></main><script type="module">
const token = new URLSearchParams(location.hash.slice(1)).get('entente-hand-over')
history.replaceState(null, '', location.pathname)
const answer = await fetch('/sessions', { method: 'POST', body: token })
document.querySelector('main').textContent = await answer.text()
</script>`

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'GET' && request.url === '/') {
    response.setHeader('content-type', 'text/html').end(page)
  } else if (request.method === 'POST') {
    const token = Buffer.concat(await request.toArray()).toString()
    const redeemed = await ask('hand-overs', token)
    const visit = await redeemed.json()
    const id = crypto.randomUUID()
    if (redeemed.ok) sessions.set(id, visit as Visit)
    response.statusCode = redeemed.status
    response.end(JSON.stringify(redeemed.ok ? { ...(visit as Visit), grant: undefined, session: id } : visit))
  } else {
    const visit = sessions.get(request.url?.slice('/sessions/'.length) ?? '')
    const check = visit && (await ask('grants', visit.grant))
    response.statusCode = check?.status ?? 404
    response.end(check && (await check.text()))
  }
}

const server = createServer((request, response) => void answer(request, response))
server.listen(0, '127.0.0.1', () => {
  const at = server.address()
  if (at && typeof at === 'object') process.send?.({ port: at.port })
})
