import { cutAgain } from '@entente/db/core/cut-again'
import type { Database } from '@entente/db/core/database'
import { type Loop, startLoop } from '@entente/queue/loop'

const batchSize = 500

/** Cuts the names that no process of this version has cut: those of older versions, and those that others changed. */
export const startIndexer = (database: Database, onError: (error: Error) => void): Loop =>
  startLoop({
    work: () => cutAgain(database, batchSize),
    idleMs: 10_000,
    onError,
  })
