import { missingKeys, readKeyring } from '@entente/auth/keyring'
import { limitsOf } from '@entente/auth/limits'
import { cloudOf } from '@entente/clouds/clouds'
import { closeDatabase, openDatabase } from '@entente/db/database'
import { findInstance } from '@entente/db/instance'
import { refuseStrongRole } from '@entente/db/login-role'
import { listLinkKids } from '@entente/db/one-time-links'
import { asAuth } from '@entente/db/scopes'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { createApp } from './app.ts'
import { readEnv } from './env.ts'

const env = readEnv(process.env)
const log = pino({ level: env.LOG_LEVEL, base: { process: 'api', cloud: env.CLOUD } })
const database = openDatabase({
  url: env.DATABASE_URL,
  onError: (error) => log.warn({ name: error.name }, 'connection lost'),
})
const keyring = readKeyring(env.ENTENTE_KEYS_FILE)
await refuseStrongRole(database)
await asAuth(database, null, async (db) => {
  const { cloud } = await findInstance(db)
  if (cloud !== env.CLOUD) throw new Error(`CLOUD is ${env.CLOUD}, but the database belongs to ${cloud}.`)
  const missing = missingKeys(keyring.link, await listLinkKids(db))
  if (missing.length > 0)
    throw new Error(`The keys file lacks the link keys ${missing.join(', ')} that links in use need.`)
})

const services = {
  database,
  cloud: cloudOf(env.CLOUD),
  keyring,
  limits: limitsOf(database),
  clock: () => new Date(),
  sites: { partner: env.PARTNER_URL, customer: env.CUSTOMER_URL, operator: env.OPERATOR_URL },
}
const server = serve(
  { fetch: createApp(services, log).fetch, hostname: env.HOST, port: env.PORT },
  ({ port }) => log.info({ port }, 'listening'),
)

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    server.close(async () => {
      await closeDatabase(database)
      process.exit(0)
    })
    // Connections that wait for a next request would hold the process open.
    if ('closeIdleConnections' in server) server.closeIdleConnections()
  })
