import { checkInstance } from '@entente/auth/instance-check'
import { readKeyring } from '@entente/auth/keyring'
import { limitsOf } from '@entente/auth/limits'
import { cloudOf } from '@entente/clouds/clouds'
import { closeDatabase, openDatabase } from '@entente/db/database'
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
await checkInstance(database, env.CLOUD, keyring)

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
