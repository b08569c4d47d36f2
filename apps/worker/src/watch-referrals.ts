import { insertAudit } from '@entente/db/core/audit'
import type { Database } from '@entente/db/core/database'
import { newId } from '@entente/db/core/new-id'
import { asKeeper } from '@entente/db/core/scopes'
import {
  lockDueReminders,
  lockExpiredReferrals,
  saveExpired,
  saveReminder,
} from '@entente/db/customer/referrals'
import { expireReferral, nextReminder } from '@entente/domain/customer/referral'
import { enqueue } from '@entente/queue/enqueue'
import { type Loop, startLoop } from '@entente/queue/loop'

type Options = { database: Database; clock: () => Date; onError: (error: Error) => void }

const batchSize = 200

/** Every five minutes: reminds partners of referrals, and closes those that nobody answered in time (§4.11). */
export const startReferralWatch = ({ onError, ...tools }: Options): Loop =>
  startLoop({ work: () => watchReferrals(tools), idleMs: 300_000, onError })

/**
 * Records what is due in the transaction that moves the referral on: each reminder and each end once, however many workers
 * run or crash. Returns whether there is more to do.
 */
export const watchReferrals = ({ database, clock }: Omit<Options, 'onError'>): Promise<boolean> =>
  asKeeper(database, async (db) => {
    const now = clock()
    const expired = await lockExpiredReferrals(db, now, batchSize)
    for (const referral of expired) {
      const status = expireReferral(referral, now)
      if (!status) continue
      const { id: referralId, partnerId, providerId } = referral
      await saveExpired(db, referralId, status, now)
      const chains = [partnerId, ...(providerId ? [providerId] : [])]
      await insertAudit(
        db,
        { kind: 'system', name: 'referrals', requestId: newId() },
        chains.map((organisationId) => ({
          organisationId,
          action: 'referral.expired',
          payload: { referralId },
        })),
        now,
      )
      await enqueue(db, [{ name: 'mail.referral-closed', data: { partnerId, referralId } }], now)
    }
    const near = await lockDueReminders(db, now, batchSize)
    for (const { id: referralId, partnerId, deadline } of near) {
      await saveReminder(db, referralId, nextReminder(deadline, now))
      const data = { partnerId, referralId, isReminder: true }
      await enqueue(db, [{ name: 'referral.waiting', data }], now)
    }
    return expired.length === batchSize || near.length === batchSize
  })
