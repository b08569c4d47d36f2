import { sealAudit } from '@entente/db/audit/audit-seals'
import type { Database } from '@entente/db/core/database'
import { asSealer } from '@entente/db/core/scopes'
import { type Loop, startLoop } from '@entente/queue/loop'

const batchSize = 500
// Far longer than any transaction lives: a record's id is older than its commit.
const lookBackMs = 3_600_000

/**
 * Chains new audit records every second, well within the five that design 6 allows (R17). The first rounds go through
 * everything that a stopped worker left; once those are done, only the last hour is looked at.
 */
export function startSealer(database: Database, onError: (error: Error) => void): Loop {
  let since = new Date(0)
  return startLoop({
    work: async () => {
      const now = new Date()
      const sealed = await asSealer(database, (db) => sealAudit(db, { limit: batchSize, since }, now))
      if (sealed === batchSize) return true
      since = new Date(now.getTime() - lookBackMs)
      return false
    },
    idleMs: 1000,
    onError,
  })
}
