import { applyRetention, retentionRules } from '@entente/db/audit/retention'
import type { Database } from '@entente/db/core/database'
import { addOutboxWeeks } from '@entente/db/core/outbox-weeks'
import { asPartitioner } from '@entente/db/core/scopes'
import type { DocumentStore } from '@entente/db/enrolment/document-store'
import type { Cloud } from '@entente/domain/core/cloud'
import { type Loop, startLoop } from '@entente/queue/loop'
import { removeDocuments, sweepDocuments } from './deleted-documents.ts'

type Options = {
  database: Database
  cloud: Pick<Cloud, 'retention'>
  /** The folder with the documents; null where the database keeps them. */
  documents: DocumentStore | null
  clock: () => Date
  onError: (error: Error) => void
}

const batchSize = 5000

/**
 * Every hour, makes the coming weeks of the outbox and deletes, in batches, data past its retention time and the files of deleted
 * documents. Only one of several workers works on a rule; the others try again an hour later. A rule that fails is reported and
 * tried again then too.
 */
export const startKeeper = ({ database, cloud, documents, clock, onError }: Options): Loop =>
  startLoop({
    work: async () => {
      const now = clock()
      await asPartitioner(database, addOutboxWeeks).catch(onError)
      const round = await applyRetention(database, retentionRules(cloud.retention, now), now, batchSize)
      for (const failure of round.failures) onError(failure)
      await removeFiles({ database, documents }, { sweep: !round.more, now }).catch(onError)
      return round.more
    },
    idleMs: 3_600_000,
    onError,
  })

async function removeFiles(
  { database, documents }: Pick<Options, 'database' | 'documents'>,
  { sweep, now }: { sweep: boolean; now: Date },
): Promise<void> {
  await removeDocuments(database, documents)
  if (sweep && documents) await sweepDocuments(database, documents, now)
}
