import { sealAudit } from '@entente/db/audit/audit-seals'
import type { Database } from '@entente/db/core/database'
import { asSealer } from '@entente/db/core/scopes'
import { type Loop, startLoop } from '@entente/queue/loop'

const batchSize = 2000

/** Seals new audit records into their chains every second; a record may wait five at most (R17). */
export const startSealer = (database: Database, onError: (error: Error) => void): Loop =>
  startLoop({
    work: async () => {
      const { isDone } = await asSealer(database, (db) => sealAudit(db, { limit: batchSize }, new Date()))
      return !isDone
    },
    idleMs: 1000,
    onError,
  })
