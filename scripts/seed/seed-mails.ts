import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { lockWaitingJobs, markRelayed } from '@entente/db/core/outbox'
import { asRelay } from '@entente/db/core/scopes'
import { enrolmentMailJobs } from '@entente/queue/application-mails'
import type { JobName } from '@entente/queue/jobs'

const importJob: JobName = 'customer-import.continue'

type Data = { organisationId?: string }

/**
 * Marks the jobs of past steps as done, mails above all, except those to the contacts of these companies and the check of a
 * partner's file.
 */
export async function forgetMails(workerUrl: string, waiting: readonly string[]): Promise<void> {
  const database = openDatabase({ url: workerUrl, connectionsMax: 1 })
  await asRelay(database, async (db) => {
    const old = (await lockWaitingJobs(db, 1000)).filter(({ name, data }) => {
      if (name === importJob) return false
      const { organisationId = '' } = data as Data
      return name !== enrolmentMailJobs.verify_contact || !waiting.includes(organisationId)
    })
    const ids = old.map(({ id }) => id)
    await markRelayed(db, ids, new Date())
  })
  await closeDatabase(database)
}
