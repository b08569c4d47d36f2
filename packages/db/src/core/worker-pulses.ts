import type { OperatorDb, RelayDb } from './scopes.ts'

/** What a worker process reports about itself every few seconds. */
export type WorkerFacts = {
  backend: 'postgres' | 'redis'
  transport: 'smtp' | 'resend'
  /** When this worker last signed where the audit chains end, as ISO time; an older worker does not say. */
  headsSignedAt?: string | null
  queues: Record<string, { waiting: number; active: number; delayed: number; failed: number }>
}

export type WorkerPulse = { worker: string; startedAt: Date; seenAt: Date; facts: WorkerFacts }

export const savePulse = (
  db: RelayDb,
  { worker, startedAt, seenAt, facts }: WorkerPulse,
): Promise<unknown> => {
  const saved = { seenAt, facts: JSON.stringify(facts) }
  return db
    .insertInto('workerPulse')
    .values({ worker, startedAt, ...saved })
    .onConflict((conflict) => conflict.column('worker').doUpdateSet(saved))
    .execute()
}

export const deletePulse = (db: RelayDb, worker: string): Promise<unknown> =>
  db.deleteFrom('workerPulse').where('worker', '=', worker).execute()

export const deletePulsesBefore = (db: RelayDb, time: Date): Promise<unknown> =>
  db.deleteFrom('workerPulse').where('seenAt', '<', time).execute()

/** The workers that reported lately, the latest report first. */
export async function listWorkerPulses(db: OperatorDb): Promise<WorkerPulse[]> {
  const rows = await db
    .selectFrom('workerPulse')
    .select(['worker', 'startedAt', 'seenAt', 'facts'])
    .orderBy('seenAt', 'desc')
    .limit(100)
    .execute()
  // Only `savePulse` writes facts.
  return rows as unknown as WorkerPulse[]
}
