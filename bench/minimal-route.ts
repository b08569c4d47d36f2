// The yardstick of bench/accept: a bare Hono route with the minimal acceptance. It checks the session, locks the
// invitation, inserts a relationship, an audit record and an outbox row: seven statements, `begin` and `commit` included.
// It shares no code with the product.
import { createHash } from 'node:crypto'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import pg from 'pg'

const { DATABASE_URL, PORT } = process.env
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 })
pool.on('error', () => process.exit(1)) // without its database the benchmark is over

const lock = `select i.id, i.partner_id, s.customer_id, s.account_id from session s, invitation i
  where s.token_hash = $1 and s.expires_at > now()
    and i.token_hash = $2 and i.status = 'pending' and i.expires_at > now() for update of i`
const insertRelationship = `insert into relationship (partner_id, customer_id, invitation_id, services)
  values ($1, $2, $3, $4)`
const saveInvitation = `update invitation set status = 'accepted', accepted_at = now() where id = $1`
const insertAudit = `insert into audit_record (partner_id, actor_id, action, subject_id)
  values ($1, $2, 'relationship.accepted', $3)`
const insertOutbox = `insert into outbox (name, data) values ('relationship.accepted', $1)`

const app = new Hono()
app.get('/healthz', (c) => c.json({ ok: true }))
app.post('/accept', async (c) => {
  const session = c.req.header('authorization')?.slice('Bearer '.length)
  const { invitation, services } = await c.req.json()
  if (!session || typeof invitation !== 'string' || !Array.isArray(services))
    return c.json({ ok: false }, 400)
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query({
      name: 'lock',
      text: lock,
      values: [hash(session), hash(invitation)],
    })
    const [found] = rows
    if (!found) {
      await client.query('rollback')
      return c.json({ ok: false }, 410)
    }
    await client.query({
      name: 'relationship',
      text: insertRelationship,
      values: [found.partner_id, found.customer_id, found.id, services],
    })
    await client.query({ name: 'invitation', text: saveInvitation, values: [found.id] })
    await client.query({
      name: 'audit',
      text: insertAudit,
      values: [found.partner_id, found.account_id, found.id],
    })
    await client.query({ name: 'outbox', text: insertOutbox, values: [JSON.stringify({ id: found.id })] })
    await client.query('commit')
    return c.json({ ok: true, invitation: found.id })
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
})
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(PORT) })
process.once('SIGTERM', () => {
  server.close()
  void pool.end().then(() => process.exit(0))
})

function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
