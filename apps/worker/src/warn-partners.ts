import type { Database } from '@entente/db/core/database'
import { asKeeper } from '@entente/db/core/scopes'
import { lockDueNotices, saveNextWarning } from '@entente/db/operator/deauthorisation-notices'
import { nextWarning } from '@entente/domain/operator/partner-control'
import { enqueue } from '@entente/queue/enqueue'
import { type Loop, startLoop } from '@entente/queue/loop'

type Options = { database: Database; clock: () => Date; onError: (error: Error) => void }

const batchSize = 200

/** Every hour: warns the partners whose authorisation ends in 90, 60 or 30 days (M-20). */
export const startWarner = ({ onError, ...tools }: Options): Loop =>
  startLoop({ work: () => warnPartners(tools), idleMs: 3_600_000, onError })

/**
 * Records the warnings that are due, and moves each notice on to its next one in the same transaction: each warning is
 * recorded once, however many workers run or crash. Returns whether there is more to do.
 */
export const warnPartners = ({ database, clock }: Omit<Options, 'onError'>): Promise<boolean> =>
  asKeeper(database, async (db) => {
    const now = clock()
    const notices = await lockDueNotices(db, now, batchSize)
    for (const { id, partnerId, endsAt } of notices) {
      await saveNextWarning(db, id, nextWarning(endsAt, now))
      await enqueue(db, [{ name: 'partner.deauthorisation-near', data: { partnerId, noticeId: id } }], now)
    }
    return notices.length === batchSize
  })
