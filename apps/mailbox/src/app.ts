import { type Context, Hono } from 'hono'
import type { Mails } from './mails.ts'
import { listPage, liveScript, mailPage, notFoundPage, styleSheet, views } from './page.ts'

const pageSize = 50

const pagePolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; " +
  "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// A mail's HTML counts as hostile: it may show itself and nothing more. The sandbox gives it an origin of its own even
// when its URL is opened outside the frame.
const mailPolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; " +
  "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

/** The pages and the JSON API of the mailbox over `mails`. */
export function createApp(mails: Mails): Hono {
  const app = new Hono()
  app.use(async (c, next) => {
    // Mails hold live links. A foreign site whose name resolves to this machine (DNS rebinding) must not read them.
    if (!isLoopback(c.req.header('host'))) return c.text('Misdirected request', 421)
    await next()
    c.header('x-content-type-options', 'nosniff')
    c.header('referrer-policy', 'no-referrer')
    c.header('cross-origin-resource-policy', 'same-origin')
    c.header('cache-control', 'no-store')
    if (!c.res.headers.has('content-security-policy')) c.header('content-security-policy', pagePolicy)
  })
  app.get('/healthz', (c) => c.text('ok'))
  app.get('/style.css', (c) => c.body(styleSheet, 200, { 'content-type': 'text/css; charset=utf-8' }))
  app.get('/live.js', (c) => c.body(liveScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }))
  addPages(app, mails)
  addJson(app, mails)
  app.notFound((c) => c.html(notFoundPage(), 404))
  return app
}

function addPages(app: Hono, mails: Mails): void {
  app.get('/', (c) => {
    const all = mails.list()
    const pageCount = Math.max(1, Math.ceil(all.length / pageSize))
    const page = Math.min(Math.max(1, Math.trunc(Number(c.req.query('page'))) || 1), pageCount)
    return c.html(listPage(all.slice((page - 1) * pageSize, page * pageSize), page, pageCount, all.length))
  })
  app.get('/messages/:id', async (c) => {
    const mail = mails.find(c.req.param('id'))
    if (!mail) return c.notFound()
    const view = views.find((name) => name === c.req.query('view')) ?? (mail.text === null ? 'html' : 'text')
    const source = view === 'raw' ? await mails.raw(mail.id) : undefined
    return c.html(mailPage(mail, view, source?.toString('utf8') ?? ''))
  })
  app.get('/messages/:id/html', (c) => {
    const mail = mails.find(c.req.param('id'))
    if (mail?.html == null) return c.notFound()
    return c.html(openingLinksOutside(mail.html), 200, { 'content-security-policy': mailPolicy })
  })
  app.get('/messages/:id/raw', (c) => rawMail(c, mails))
}

/**
 * - `/api/messages?to=<address>`: all mails, newest first, optionally of one recipient
 * - `/api/messages/<id>`: one mail
 * - `/api/messages/<id>/raw`: its source
 */
function addJson(app: Hono, mails: Mails): void {
  app.get('/api/messages', (c) => {
    const to = c.req.query('to')?.toLowerCase()
    const isWanted = (recipients: string[]) =>
      !to || recipients.some((address) => address.toLowerCase() === to)
    return c.json(mails.list().filter((mail) => isWanted(mail.to)))
  })
  app.get('/api/messages/:id', (c) => {
    const mail = mails.find(c.req.param('id'))
    return mail ? c.json(mail) : c.json({ error: 'not_found' }, 404)
  })
  app.get('/api/messages/:id/raw', (c) => rawMail(c, mails))
}

async function rawMail(c: Context, mails: Mails): Promise<Response> {
  const source = await mails.raw(c.req.param('id') ?? '')
  if (!source) return c.text('There is no such mail', 404)
  return c.body(new Uint8Array(source), 200, { 'content-type': 'text/plain; charset=utf-8' })
}

// Links open in a new tab, because the sites refuse to be framed.
function openingLinksOutside(html: string): string {
  const base = '<base target="_blank">'
  const head = /<head(\s[^>]*)?>/i
  return head.test(html) ? html.replace(head, (tag) => tag + base) : base + html
}

const isLoopback = (host: string | undefined): boolean =>
  /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host ?? '')
