import { sealAudit } from '@entente/db/audit/audit-seals'
import type { Database } from '@entente/db/core/database'
import { asSealer } from '@entente/db/core/scopes'
import { type Loop, startLoop } from '@entente/queue/loop'

const batchSize = 500
// Far longer than any transaction: a record gets its id before it is committed.
const lookBackMs = 3_600_000

/**
 * Seals new audit records into their chains every second; a record may wait five at most (R17). The first rounds seal
 * everything that a stopped worker left; after that a round looks at the last hour only.
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
