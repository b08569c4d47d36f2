import { cloudOf } from '@entente/clouds/clouds'
import { newId } from '@entente/db/core/new-id'
import { freshDatabase, type TestDatabase } from '@entente/db/testing'
import type { CloudId } from '@entente/domain/core/cloud'
import { openSmtp } from '@entente/outside/smtp-transport'
import type { ReceivedJob } from '@entente/queue/bull'
import type { Job } from '@entente/queue/jobs'
import { afterAll } from 'vitest'
import type { Tools } from '../src/handler.ts'
import { runJob } from '../src/handlers.ts'
import { type Inbox, openInbox } from './inbox.ts'
import { toolsFor } from './tools.ts'

export { sites } from './tools.ts'

export type Stage = {
  database: TestDatabase
  inbox: Inbox
  tools: Tools
  /** Runs a job as the queue would, under its own id or a new one. */
  run: (job: Job, overrides?: Partial<ReceivedJob>) => Promise<void>
}

/** A database, a mail server and a worker's tools; all are closed after the test file. */
export async function openStage(cloud: CloudId = 'global'): Promise<Stage> {
  const database = await freshDatabase()
  const inbox = await openInbox()
  const transport = openSmtp(inbox.url, 2)
  afterAll(async () => {
    transport.close()
    await inbox.close()
  })
  const tools: Tools = {
    ...toolsFor(database.worker, cloudOf(cloud)),
    transport,
    clock: () => new Date(),
  }
  const run: Stage['run'] = ({ id = newId(), name, data }, overrides = {}) =>
    runJob(tools, { id, name, data, recordedAt: new Date(), isLastAttempt: false, ...overrides })
  return { database, inbox, tools, run }
}
