import { once } from 'node:events'
import { checkInstance } from '@entente/auth/instance-check'
import { readKeyring } from '@entente/auth/keyring'
import { cloudOf } from '@entente/clouds/clouds'
import { closeDatabase, openDatabase } from '@entente/db/database'
import { openQueuePool, openQueues, startWorkers } from '@entente/queue/bull'
import { startRelay } from '@entente/queue/relay'
import { serve } from '@hono/node-server'
import { readEnv } from './env.ts'
import type { Tools } from './handler.ts'
import { createHealth } from './health.ts'
import { createLog, faultsOf, withLog } from './log.ts'
import { startSealer } from './seal-audit.ts'
import { openSmtp } from './transport.ts'

// A mail waits for its server and not for us, so there are more of them than the machine has cores.
const concurrency = { mail: 8, 'follow-up': 4 }

const env = readEnv(process.env)
const log = createLog(env)
const keyring = readKeyring(env.ENTENTE_KEYS_FILE)
const database = openDatabase({ url: env.DATABASE_DIRECT_URL, onError: faultsOf(log, 'database') })
await checkInstance(database, env.CLOUD, keyring)

const tools: Tools = {
  database,
  cloud: cloudOf(env.CLOUD),
  linkKeys: keyring.link,
  sites: { partner: env.PARTNER_URL, customer: env.CUSTOMER_URL },
  sender: env.MAIL_FROM,
  transport: openSmtp(env.SMTP_URL, concurrency.mail),
  clock: () => new Date(),
}
const pool = openQueuePool({ url: env.DATABASE_DIRECT_URL, onError: faultsOf(log, 'queue') })
const queues = openQueues(pool, faultsOf(log, 'queue'))
const relay = startRelay(database, queues, { onError: faultsOf(log, 'relay') })
const workers = startWorkers(pool, { concurrency, run: withLog(log, tools), onError: faultsOf(log, 'queue') })
const sealer = startSealer(database, faultsOf(log, 'sealer'))
const health = createHealth([
  { name: 'relay', lastSuccess: relay.lastSuccess, silentMsMax: 2000 },
  { name: 'sealer', lastSuccess: sealer.lastSuccess, silentMsMax: 5000 },
])
const server = serve({ fetch: health.fetch, hostname: env.HOST, port: env.PORT }, ({ port }) =>
  log.info({ port }, 'listening'),
)

await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
log.info('stopping')
// In this order nothing new begins while what has begun comes to its end.
server.close()
await relay.stop()
await workers.stop()
await sealer.stop()
tools.transport.close()
await queues.close()
await Promise.all([pool.end(), closeDatabase(database)])
log.info('stopped')
process.exit(0)
