// For bench/mails: empties the mail queue with a transport that only counts, or with jobs that do nothing, and prints
// how many seconds and how much processor time that took: node counting-worker.ts <settings as JSON>
import { readKeyring } from '@entente/auth/keyring'
import { cloudOf } from '@entente/clouds/clouds'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { immediateProvisioner } from '@entente/outside/immediate-provisioner'
import { openBackend, openQueuePool } from '@entente/queue/backend'
import { startWorkers } from '@entente/queue/bull'
import { concurrency } from '../src/concurrency.ts'
import { runJob } from '../src/handlers.ts'
import { queuePlace } from '../src/queue-place.ts'

type Settings = { work: 'empty' | 'mails'; count: number; url: string; redisUrl?: string; keysFile: string }

const { work, count, url, redisUrl, keysFile }: Settings = JSON.parse(process.argv[2] ?? '')
const onError = (error: Error) => void process.stderr.write(`${error.message}\n`)
const database = openDatabase({ url, onError })
let sent = 0
const tools = {
  database,
  cloud: cloudOf('global'),
  linkKeys: readKeyring(keysFile).link,
  dataKeys: readKeyring(keysFile).data,
  sites: {
    partner: 'https://partner.example.com',
    customer: 'https://customer.example.com',
    operator: 'https://operator.example.com',
  },
  sender: { name: 'Entente', address: 'no-reply@entente.example' },
  operator: {
    name: 'Example Cloud GmbH',
    email: 'help@entente.example',
    phone: null,
    website: null,
    hours: null,
  },
  transport: {
    kind: 'smtp' as const,
    keyWindowMs: null,
    send: async () => void sent++,
    close: () => undefined,
  },
  provisioner: immediateProvisioner,
  clock: () => new Date(),
}
let done = 0
let from = 0
let before: NodeJS.CpuUsage | undefined
// The clock of V8's profiles, in microseconds.
const now = () => Number(process.hrtime.bigint() / 1000n)
const finished = Promise.withResolvers<void>()
const backend = openBackend(
  // Empty jobs show the limit of BullMQ itself.
  work === 'empty' && !redisUrl
    ? { kind: 'postgres', pool: openQueuePool({ url, onError, together: false }) }
    : await queuePlace({ CLOUD: 'global', DATABASE_DIRECT_URL: url, REDIS_URL: redisUrl }, onError),
)
const workers = startWorkers(backend, {
  concurrency,
  async run(job) {
    from ||= now()
    before ??= process.cpuUsage()
    if (work === 'mails') await runJob(tools, job)
    if (++done === count) finished.resolve()
  },
  onError,
})
await finished.promise
const seconds = (now() - from) / 1_000_000
const { user, system } = process.cpuUsage(before)
await workers.stop()
await Promise.all([backend.close(), closeDatabase(database)])
process.stdout.write(JSON.stringify({ from, seconds, sent, processorMs: (user + system) / 1000 }))
