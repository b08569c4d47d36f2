// A worker that takes a job and never finishes it, for a test to kill: node hanging-worker.ts <place as JSON> <lockMs>
import { openBackend, openQueuePool } from '../src/backend.ts'
import { startWorkers } from '../src/bull.ts'

const [place = '', lockMs] = process.argv.slice(2)
const { kind, url } = JSON.parse(place) as { kind: 'postgres' | 'redis'; url: string }
const onError = (error: Error) => void process.stderr.write(`${error.message}\n`)
startWorkers(
  openBackend(
    kind === 'redis'
      ? { kind, url, cloud: 'global', onError }
      : { kind, pool: openQueuePool({ url, onError }) },
  ),
  {
    concurrency: { mail: 1, 'follow-up': 1, provisioning: 1 },
    async run() {
      process.stdout.write('taken\n')
      await new Promise(() => undefined)
    },
    onError,
    lockMs: Number(lockMs),
  },
)
