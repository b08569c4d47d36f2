import { sql } from 'kysely'
import type { SealerDb } from '../core/scopes.ts'

/** How far the sealer is. Transaction ids are larger than a number can hold, so they are text. */
type Watermark = {
  /** The records of all transactions before this one have their seals, */
  nextTransaction: string
  /** except of these, which had not committed yet. */
  openTransactions: string[]
  /** The last record that a walk through the whole history came to; null once it is over. */
  walked: string | null
}

/** What has committed is below `nextTransaction` and not in `openTransactions`. */
type Snapshot = Pick<Watermark, 'nextTransaction' | 'openTransactions'>

type Found = { saved: Watermark; snapshot: Snapshot }

// A page of the walk is mostly sealed records, of which only the ids are read. A literal in the statement: with a parameter
// PostgreSQL may expect so many rows that it reads all seals instead.
const walkedAtOnce = 5000
const firstId = '00000000-0000-0000-0000-000000000000'

/**
 * The watermark, and what has committed by now. Before the first round, and in a database that was restored into another
 * cluster, where transactions are counted in another way, the sealer begins at this moment and walks through what is older.
 */
export async function readWatermark(db: SealerDb): Promise<Found> {
  const { rows } = await sql<Watermark & { isOfCluster: boolean; now: string; openNow: string[] }>`
    select next_transaction::text, open_transactions::text[], walked,
      coalesce(cluster = system_identifier and next_transaction <= pg_snapshot_xmax(snapshot), false) as is_of_cluster,
      pg_snapshot_xmax(snapshot)::text as now, array(select pg_snapshot_xip(snapshot)::text) as open_now
    from audit_watermark, pg_control_system(), pg_current_snapshot() snapshot`.execute(db)
  const { isOfCluster, now, openNow, ...saved } = rows[0] as (typeof rows)[number]
  const snapshot = { nextTransaction: now, openTransactions: openNow }
  return { saved: isOfCluster ? saved : { ...snapshot, walked: firstId }, snapshot }
}

/**
 * The records that may lack a seal: those of transactions that committed since the watermark, at least `limit` when there are
 * so many, and a page of the walk while there is one. `next` is the watermark once they are sealed, null when nothing came.
 */
export async function listArrivals(
  db: SealerDb,
  { saved, snapshot }: Found,
  limit: number,
): Promise<{ ids: string[]; next: Watermark | null; isDone: boolean }> {
  // Whole transactions, so that the watermark stands between two. One that commits after the snapshot may be among them; it
  // stays among the open ones for another round.
  const { rows: late } = await sql<{ id: string }>`
    select id from audit_record where transaction_id = any(${saved.openTransactions}::xid8[])`.execute(db)
  const { rows: fresh } = await sql<{ id: string; transactionId: string }>`
    select id, transaction_id::text from audit_record
    where transaction_id >= ${saved.nextTransaction}::xid8 and transaction_id < ${snapshot.nextTransaction}::xid8
    order by audit_record.transaction_id fetch first ${limit} rows with ties`.execute(db)
  const walk = saved.walked === null ? null : await walkOn(db, saved.walked)
  const isCaughtUp = fresh.length < limit
  const nextTransaction = isCaughtUp
    ? snapshot.nextTransaction
    : String(BigInt(fresh.at(-1)?.transactionId as string) + 1n)
  const next = {
    nextTransaction,
    openTransactions: snapshot.openTransactions.filter((open) => BigInt(open) < BigInt(nextTransaction)),
    walked: walk?.walked ?? null,
  }
  const isIdle = late.length === 0 && fresh.length === 0 && walk === null
  return {
    ids: [...late, ...fresh].map(({ id }) => id).concat(walk?.unsealed ?? []),
    next: isIdle ? null : next,
    isDone: isCaughtUp && next.walked === null,
  }
}

async function walkOn(db: SealerDb, after: string): Promise<{ unsealed: string[]; walked: string | null }> {
  const { rows } = await sql<{ id: string; isSealed: boolean }>`
    select id, exists (select from audit_seal seal where seal.audit_id = page.id) as is_sealed
    from (select id from audit_record where id > ${after}::uuid order by id limit ${sql.lit(walkedAtOnce)}) page
    order by id`.execute(db)
  return {
    unsealed: rows.flatMap(({ id, isSealed }) => (isSealed ? [] : id)),
    walked: rows.length < walkedAtOnce ? null : (rows.at(-1)?.id ?? null),
  }
}

export const saveWatermark = (
  db: SealerDb,
  { nextTransaction, openTransactions, walked }: Watermark,
): Promise<unknown> =>
  sql`update audit_watermark set next_transaction = ${nextTransaction}::xid8,
    open_transactions = ${openTransactions}::xid8[], walked = ${walked}::uuid,
    cluster = (select system_identifier from pg_control_system())`.execute(db)
