// Runs in a folder where better-auth.ts installs these packages: better-auth's own acceptance of an invitation to an
// organisation, set up as its documentation says. Limits are out of reach, and mails go nowhere.
import { serve } from '@hono/node-server'
// @boundaries-ignore It is installed beside this file and is not one of our dependencies.
import { betterAuth } from 'better-auth'
// @boundaries-ignore It is installed beside this file and is not one of our dependencies.
import { getMigrations } from 'better-auth/db/migration'
// @boundaries-ignore It is installed beside this file and is not one of our dependencies.
import { organization } from 'better-auth/plugins/organization'
import { Hono } from 'hono'
import pg from 'pg'

const { DATABASE_URL, PORT, SECRET } = process.env
const auth = betterAuth({
  database: new pg.Pool({ connectionString: DATABASE_URL, max: 10 }),
  secret: SECRET,
  baseURL: `http://127.0.0.1:${PORT}`,
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { disabled: true },
  plugins: [
    organization({ membershipLimit: 1e7, invitationLimit: 1e7, sendInvitationEmail: async () => undefined }),
  ],
})
const { runMigrations } = await getMigrations(auth.options)
await runMigrations()

const app = new Hono()
app.get('/healthz', (c) => c.json({ ok: true }))
app.post('/api/auth/*', (c) => auth.handler(c.req.raw))
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(PORT) })
process.once('SIGTERM', () => process.exit(0))
