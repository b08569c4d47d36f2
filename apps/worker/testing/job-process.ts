// For the tests that kill it: node job-process.ts <settings as JSON>. Runs the jobs of one name, and prints the days that passed and
// what its heap holds in MiB after each job, garbage not counted (--expose-gc).
import { cloudOf } from '@entente/clouds/clouds'
import { openDatabase } from '@entente/db/core/database'
import { openOwner } from '@entente/db/testing/owner'
import type { JobName } from '@entente/queue/jobs'
import { driveJobs } from './drive-jobs.ts'
import { toolsFor } from './tools.ts'

const { url, ownerUrl, job }: { url: string; ownerUrl: string; job: JobName } = JSON.parse(
  process.argv[2] ?? '',
)
const memory: number[] = []
const { days } = await driveJobs(
  job,
  openOwner(ownerUrl),
  toolsFor(openDatabase({ url }), cloudOf('global')),
  () => {
    globalThis.gc?.()
    memory.push(Math.round(process.memoryUsage().heapUsed / 1024 / 1024))
  },
)
process.stdout.write(JSON.stringify({ days, memory }), () => process.exit(0))
