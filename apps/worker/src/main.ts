import { once } from 'node:events'
import { checkInstance } from '@entente/auth/instance-check'
import { auditRing, readKeyring } from '@entente/auth/keyring'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { operatorOf } from '@entente/domain/operator/instance-setting'
import { folderDocuments } from '@entente/outside/folder-documents'
import { headsFolder } from '@entente/outside/heads-folder'
import { readCloud } from '@entente/process/cloud-file'
import { openBackend } from '@entente/queue/backend'
import { openQueues, startWorkers } from '@entente/queue/bull'
import { startDeadLetters } from '@entente/queue/dead-letters'
import { startRelay } from '@entente/queue/relay'
import { serve } from '@hono/node-server'
import { startBiller } from './bill-partners.ts'
import { concurrencyOf, withFewAlone } from './concurrency.ts'
import { readEnv } from './env.ts'
import type { Tools } from './handler.ts'
import { createHealth } from './health.ts'
import { startIndexer } from './indexer.ts'
import { inJobSpan } from './job-span.ts'
import { createLog, faultsOf, withLog } from './log.ts'
import { createWorkerMetrics } from './metrics.ts'
import { openProvisioner } from './open-provisioner.ts'
import { openTransport } from './open-transport.ts'
import { startHeads } from './publish-heads.ts'
import { startPulse } from './pulse.ts'
import { queuePlace } from './queue-place.ts'
import { startKeeper } from './retention.ts'
import { startSealer } from './seal-audit.ts'
import { startWarner } from './warn-partners.ts'
import { startReferralWatch } from './watch-referrals.ts'

const env = readEnv(process.env)
const cloud = readCloud(env)
const log = createLog(env)
const keyring = readKeyring(env.ENTENTE_KEYS_FILE)
const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT
// Loaded only where traces are collected.
const tracing = endpoint
  ? (await import('@entente/process/tracing')).startTracing({ service: 'worker', endpoint })
  : undefined
const database = openDatabase({
  url: env.DATABASE_DIRECT_URL,
  connectionsMax: env.DATABASE_CONNECTIONS,
  statementMsMax: 30_000,
  onError: faultsOf(log, 'database'),
})
await checkInstance(database, env.CLOUD, keyring)
const signingRing = auditRing(keyring)

const concurrency = concurrencyOf(env)
const tools: Tools = {
  database,
  cloud,
  linkKeys: keyring.link,
  dataKeys: keyring.data,
  sites: { partner: env.PARTNER_URL, customer: env.CUSTOMER_URL, operator: env.OPERATOR_URL },
  sender: env.MAIL_FROM,
  operator: operatorOf(env),
  transport: openTransport(env, env.MAILS_AT_ONCE),
  provisioner: openProvisioner(env),
  clock: () => new Date(),
}
const backend = openBackend(await queuePlace(env, faultsOf(log, 'queue')))
const queues = openQueues(backend, faultsOf(log, 'queue'))
const metrics = createWorkerMetrics(database, tools.clock)
const relay = startRelay(database, queues, { onError: faultsOf(log, 'relay') })
const run = metrics.counting(withFewAlone(withLog(log, tools), env.JOBS_AT_ONCE))
const workers = startWorkers(backend, {
  concurrency,
  run: tracing ? inJobSpan(database, run) : run,
  onError: faultsOf(log, 'queue'),
  lockMs: env.JOB_LOCK_MS,
})
const deadLetters = startDeadLetters(database, queues, { onError: faultsOf(log, 'dead letters') })
let headsSignedAt: string | null = null
const heads = startHeads({
  ...tools,
  ring: signingRing,
  folder: headsFolder(env.AUDIT_HEADS_FOLDER),
  onSigned: ({ heads, ...signed }) => {
    headsSignedAt = signed.at
    log.info({ ...signed, heads: heads.length }, 'audit heads signed')
  },
  onError: faultsOf(log, 'heads'),
})
const pulse = startPulse({
  database,
  queues,
  facts: () => ({
    backend: backend.kind,
    transport: env.RESEND_API_KEY ? 'resend' : 'smtp',
    headsSignedAt,
  }),
  clock: tools.clock,
  onError: faultsOf(log, 'pulse'),
})
const sealer = startSealer(database, faultsOf(log, 'sealer'))
const keeper = startKeeper({
  ...tools,
  documents: env.DOCUMENTS_FOLDER ? folderDocuments(env.DOCUMENTS_FOLDER) : null,
  onError: faultsOf(log, 'keeper'),
})
const indexer = startIndexer(database, faultsOf(log, 'indexer'))
const biller = startBiller({ ...tools, onError: faultsOf(log, 'biller') })
const warner = startWarner({ ...tools, onError: faultsOf(log, 'warner') })
const referralWatch = startReferralWatch({ ...tools, onError: faultsOf(log, 'referral watch') })
let isStopping = false
const pulses = [
  { name: 'relay', lastSuccess: relay.lastSuccess, silentMsMax: 2000 },
  { name: 'sealer', lastSuccess: sealer.lastSuccess, silentMsMax: 5000 },
]
const health = createHealth(pulses, { isStopping: () => isStopping, metrics })
serve({ fetch: health.fetch, hostname: env.HOST, port: env.PORT }, ({ port }) =>
  log.info({ port }, 'listening'),
)

await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
isStopping = true
log.info('stopping')
// Another worker takes over a job that does not finish in time.
setTimeout(() => process.exit(0), 4500).unref()
// This order starts no new work while the running work finishes.
await relay.stop()
await workers.stop()
await Promise.all(
  [deadLetters, pulse, sealer, heads, keeper, indexer, biller, warner, referralWatch].map((loop) =>
    loop.stop(),
  ),
)
tools.transport.close()
await queues.close()
await Promise.all([backend.close(), closeDatabase(database)])
await tracing?.stop()
log.info('stopped')
process.exit(0)
