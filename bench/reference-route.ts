// The yardstick of bench/accept: a bare Hono route that runs the statements of one acceptance through `pg`, in one
// transaction, with fresh ids, and checks nothing.
import { readFileSync } from 'node:fs'
import { newId } from '@entente/db/core/new-id'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import pg from 'pg'
import type { Recorded } from './record-accept.ts'

const { DATABASE_URL, STATEMENTS, PORT } = process.env
const [sessionCheck, ...statements]: Recorded[] = JSON.parse(readFileSync(STATEMENTS ?? '', 'utf8'))
if (!sessionCheck) throw new Error('There is nothing to run.')
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 })
pool.on('error', () => process.exit(1)) // the database is gone: so is the benchmark

const app = new Hono()
app.get('/healthz', (c) => c.json({ ok: true }))
app.post('/accept', async (c) => {
  const { organisationId, accountId } = await c.req.json()
  const ids = new Map<string, string>([
    ['{organisation}', organisationId],
    ['{account}', accountId],
  ])
  await pool.query(
    sessionCheck.text,
    sessionCheck.values.map((value) => fill(value, ids)),
  )
  const client = await pool.connect()
  try {
    await client.query('begin')
    for (const { text, values } of statements)
      await client.query(
        text,
        values.map((value) => fill(value, ids)),
      )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
  return c.json({ result: { data: { result: 'accepted', organisationId } } })
})
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(PORT) })
process.once('SIGTERM', () => {
  server.close()
  void pool.end().then(() => process.exit(0))
})

function fill(value: unknown, ids: Map<string, string>): unknown {
  if (Array.isArray(value)) return value.map((inner) => fill(inner, ids))
  if (typeof value === 'string' && value.includes('{'))
    return value.replace(/\{(?:organisation|account|new \d+)\}/g, (mark) => {
      const id = ids.get(mark) ?? newId()
      ids.set(mark, id)
      return id
    })
  if (value !== null && typeof value === 'object' && 'bytes' in value)
    return Buffer.from(String(value.bytes), 'base64')
  return value
}
