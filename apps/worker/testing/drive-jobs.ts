import type { TestDatabase } from '@entente/db/testing'
import type { JobName } from '@entente/queue/jobs'
import type { Tools } from '../src/handler.ts'
import { runJob } from '../src/handlers.ts'

// These jobs send nothing themselves.
const transport: Tools['transport'] = {
  kind: 'smtp',
  keyWindowMs: null,
  send: async () => undefined,
  close: () => undefined,
}

type Waiting = { id: string; name: string; data: unknown; waits: boolean }

/**
 * Runs the jobs of one name one after the other until none is left, as relay and queue do, with days that pass at once. A job is
 * marked after it ran, so that one whose process dies runs again.
 */
export async function driveJobs(
  jobName: JobName,
  { asOwner }: Pick<TestDatabase, 'asOwner'>,
  tools: Omit<Tools, 'clock' | 'transport'>,
  afterJob: () => void = () => undefined,
) {
  let days = 0
  const clock = () => new Date(Date.now() + days * 86_400_000)
  for (;;) {
    const [job] = await asOwner<Waiting>(
      `select id, name, data, not_before > now() as waits from outbox
        where name = $1 and relayed_at is null order by created_at, id limit 1`,
      [jobName],
    )
    if (!job) return { days }
    // A job that waits does so until the next day.
    if (job.waits) days += 1
    await runJob({ ...tools, transport, clock }, { ...job, recordedAt: clock(), isLastAttempt: false })
    await asOwner('update outbox set relayed_at = now() where id = $1', [job.id])
    afterJob()
  }
}
