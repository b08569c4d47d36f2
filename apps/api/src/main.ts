import { once } from 'node:events'
import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { checkInstance } from '@entente/auth/instance-check'
import { readKeyring } from '@entente/auth/keyring'
import { limitsOf, redisLimits } from '@entente/auth/limits'
import { ownDirectory } from '@entente/auth/own-directory'
import { siteFinder } from '@entente/auth/site-secret'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { operatorOf } from '@entente/domain/operator/instance-setting'
import { directoryClient } from '@entente/outside/directory-client'
import { folderDocuments } from '@entente/outside/folder-documents'
import { httpDirectory } from '@entente/outside/http-directory'
import { trustedProxies } from '@entente/process/client-address'
import { readCloud } from '@entente/process/cloud-file'
import { createDrain } from '@entente/process/drain'
import { framesOf } from '@entente/process/error-fields'
import { logShape } from '@entente/process/log-shape'
import { openRedis } from '@entente/queue/redis'
import { watchLists } from '@entente/trpc/relationship/list-watch'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { createApp } from './app.ts'
import { readEnv } from './env.ts'
import { createApiMetrics, createMetricsApp } from './metrics.ts'
import { createPublicApp } from './public-app.ts'

// With the wait for a connection this stays well below the time that a site waits for the API (R5).
const statementMsMax = 4000

const env = readEnv(process.env)
const cloud = readCloud(env)
const log = pino({ level: env.LOG_LEVEL, ...logShape({ process: 'api', cloud: env.CLOUD }) })
const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT
// Loaded only where traces are collected.
const tracing = endpoint
  ? (await import('@entente/process/tracing')).startTracing({ service: 'api', endpoint })
  : undefined
const database = openDatabase({
  url: env.DATABASE_URL,
  replicaUrl: env.DATABASE_REPLICA_URL,
  connectionsMax: env.DATABASE_CONNECTIONS,
  statementMsMax,
  prepared: env.DATABASE_PREPARED === 'on',
  onError: (error) => log.warn({ name: error.name }, 'connection lost'),
})
const keyring = readKeyring(env.ENTENTE_KEYS_FILE)
await checkInstance(database, env.CLOUD, keyring)
const redis = env.REDIS_URL
  ? openRedis({
      url: env.REDIS_URL,
      whileDown: 'fail',
      onError: (error) => log.warn({ name: error.name }, 'connection to Redis lost'),
    })
  : undefined

const tries = {
  signInsPerMinute: env.SIGN_INS_PER_MINUTE,
  signUpsPerHour: env.SIGN_UPS_PER_HOUR,
  resetsPerHour: env.RESETS_PER_HOUR,
  questionsPerHour: env.QUESTIONS_PER_HOUR,
  unknownLinksPerMinute: env.UNKNOWN_LINKS_PER_MINUTE,
}
const nameServers = env.NAME_SERVERS
const services = {
  database,
  cloud,
  keyring,
  limits: redis ? redisLimits(redis, env.CLOUD, tries) : limitsOf(database, tries),
  clock: () => new Date(),
  sites: { partner: env.PARTNER_URL, customer: env.CUSTOMER_URL, operator: env.OPERATOR_URL },
  operator: operatorOf(env),
  sessionTimes: { idleMinutes: env.SESSION_IDLE_MINUTES, absoluteHours: env.SESSION_HOURS },
  mailSender: env.MAIL_FROM.address,
  inBackground: (work: () => Promise<unknown>) => {
    work().catch((error: Error) =>
      log.error({ error: error.name, stack: framesOf(error) }, 'background work failed'),
    )
  },
  outside: {
    membershipDirectory:
      env.MEMBERSHIP_DIRECTORY_URL && env.MEMBERSHIP_DIRECTORY_KEY
        ? httpDirectory({ url: env.MEMBERSHIP_DIRECTORY_URL, key: env.MEMBERSHIP_DIRECTORY_KEY, nameServers })
        : ownDirectory(database, cloud),
    signInDirectories: directoryClient({ allowLocal: env.PARTNER_DIRECTORIES === 'local', nameServers }),
    operatorDirectory: operatorDirectory(),
    documents: env.DOCUMENTS_FOLDER ? folderDocuments(env.DOCUMENTS_FOLDER) : null,
  },
}

/** Where operators sign in. It is the operator's own, so it may be on our network. */
function operatorDirectory() {
  const {
    OPERATOR_SIGN_IN_ISSUER: issuer,
    OPERATOR_SIGN_IN_CLIENT_ID: clientId,
    OPERATOR_SIGN_IN_CLIENT_SECRET: clientSecret,
    OPERATOR_SIGN_IN_FACTORS: factors,
  } = env
  if (!(issuer && clientId && clientSecret)) return null
  const client = directoryClient({ allowLocal: true, nameServers })
  return { owner: 'instance', issuer, clientId, clientSecret, factors, client } as const
}
const drain = createDrain()
const listen = (
  { fetch }: Pick<Parameters<typeof serve>[0], 'fetch'>,
  port: number,
  listener: 'internal' | 'public' | 'metrics',
) => {
  const server = serve({ fetch, hostname: env.HOST, port }, (at) =>
    log.info({ port: at.port, listener }, 'listening'),
  )
  // Safe: without server options the library creates a plain HTTP server.
  const http = server as Server
  // Longer than callers and proxies keep an idle connection: with Node's five seconds a busy site meets one that just closed.
  http.keepAliveTimeout = 65_000
  drain.watch(http)
}
const publicServices = {
  ...services,
  resendWebhookSecrets: env.RESEND_WEBHOOK_SECRET ?? [],
  servicePortals: env.SERVICE_PORTAL_HASHES,
  trustedProxies: trustedProxies(env.TRUSTED_PROXIES),
}
const metrics = createApiMetrics(database)
const siteOf = siteFinder({
  partner: env.PARTNER_SITE_HASHES,
  customer: env.CUSTOMER_SITE_HASHES,
  operator: env.OPERATOR_SITE_HASHES,
})
const listWatch = watchLists({
  ...services,
  onError: (error) => log.warn({ name: error.name }, 'lists not watched'),
})
listen(
  createApp({ ...services, siteOf }, log, {
    isStopping: drain.isStopping,
    metrics,
    waitingMax: env.REQUESTS_WAITING,
    listWatch,
  }),
  env.PORT,
  'internal',
)
if (env.METRICS_PORT !== undefined) listen(createMetricsApp(metrics), env.METRICS_PORT, 'metrics')
if (env.PUBLIC_PORT !== undefined) listen(createPublicApp(publicServices, log), env.PUBLIC_PORT, 'public')

await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
log.info('stopping')
// Streams never end by themselves; their pages come back to another process.
listWatch.stop()
await drain.stop()
redis?.disconnect()
// No request is left; a database or collector that does not answer must not hold up the exit.
await Promise.race([Promise.all([closeDatabase(database), tracing?.stop()]), sleep(700)])
log.info('stopped')
process.exit(0)
