import type { Database } from '@entente/db/core/database'
import { asBiller } from '@entente/db/core/scopes'
import {
  findBillingState,
  insertStatementRun,
  listSellers,
  makeStatements,
  type Seller,
} from '@entente/db/customer/making-statements'
import type { Cloud } from '@entente/domain/core/cloud'
import { dueMonth, endOfMonth } from '@entente/domain/customer/billing'
import { type Loop, startLoop } from '@entente/queue/loop'

type Options = { database: Database; cloud: Cloud; clock: () => Date; onError: (error: Error) => void }

const batchSize = 200

/** Every hour: makes the statements of the month that is over. */
export const startBiller = ({ onError, ...tools }: Options): Loop =>
  startLoop({ work: () => billPartners(tools), idleMs: 3_600_000, onError })

/**
 * Makes the statements of the oldest month that has none. Each customer's is made in a transaction of its own, and once: a
 * run that starts again after a crash, or beside another worker's, adds what is missing. Returns whether there may be more.
 */
export async function billPartners({ database, cloud, clock }: Omit<Options, 'onError'>): Promise<boolean> {
  const now = clock()
  const known = await asBiller(database, findBillingState)
  const month = dueMonth(known, now, cloud.timeZone)
  if (!month) return false
  const of = { month, until: endOfMonth(month, cloud.timeZone), rules: cloud.subscriptions }
  let page: Seller[] = []
  do {
    const after = page.at(-1)
    page = await asBiller(database, (db) => listSellers(db, after, batchSize))
    for (const seller of page) await asBiller(database, (db) => makeStatements(db, seller, of, now))
  } while (page.length === batchSize)
  await asBiller(database, (db) => insertStatementRun(db, month, now))
  return true
}
