// The yardstick of bench/portal: a bare Hono route that checks the session in one statement and answers the same page of
// customers by one query. It shares no code with the product.
import { createHash } from 'node:crypto'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import pg from 'pg'

const { DATABASE_URL, PAGE_QUERY = '', PORT } = process.env
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 })
pool.on('error', () => process.exit(1)) // without its database the benchmark is over

const session = `select m.organisation_id from auth.session s join auth.membership m on m.id = s.membership_id
  where s.token_hash = $1 and s.ended_at is null and s.expires_at > now() and m.status = 'active'`

const app = new Hono()
app.get('/healthz', (c) => c.json({ ok: true }))
app.get('/customers', async (c) => {
  const token = c.req.header('authorization')?.slice('Bearer '.length) ?? ''
  const hash = createHash('sha256').update(token).digest()
  const { rows } = await pool.query({ name: 'session', text: session, values: [hash] })
  const [found] = rows
  if (!found) return c.json({ ok: false }, 401)
  const page = await pool.query({ name: 'page', text: PAGE_QUERY, values: [found.organisation_id] })
  return c.json({ customers: page.rows.slice(0, 50), next: page.rows.length > 50 })
})
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(PORT) })
process.once('SIGTERM', () => {
  server.close()
  void pool.end().then(() => process.exit(0))
})
