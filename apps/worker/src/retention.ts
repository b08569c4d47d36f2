import { applyRetention } from '@entente/db/audit/retention'
import type { Database } from '@entente/db/core/database'
import { asKeeper } from '@entente/db/core/scopes'
import type { Cloud } from '@entente/domain/core/cloud'
import { type Loop, startLoop } from '@entente/queue/loop'

type Options = {
  database: Database
  cloud: Pick<Cloud, 'retention'>
  clock: () => Date
  onError: (error: Error) => void
}

const batchSize = 5000

/**
 * Deletes data past its retention time every hour, in batches, each in a transaction of its own. Only one of several
 * workers does it; the others try again an hour later.
 */
export const startKeeper = ({ database, cloud, clock, onError }: Options): Loop =>
  startLoop({
    work: async () => {
      const round = await asKeeper(database, (db) => applyRetention(db, cloud.retention, clock(), batchSize))
      return round?.more ?? false
    },
    idleMs: 3_600_000,
    onError,
  })
