import type { Id } from '@entente/domain/core/id'
import type { LicenceAct, LicenceResult } from '@entente/domain/customer/licence'
import { sql } from 'kysely'
import type { PartnerDb } from '../core/scopes.ts'

/** Licences for many users in one go: `done` of `total` rows have a result. */
export type LicenceRun = {
  id: Id<'licence_run'>
  customerId: Id<'organisation'>
  relationshipId: Id<'relationship'>
  subscriptionId: Id<'subscription'>
  act: LicenceAct
  startedAt: Date
  done: number
  total: number
  cancelledAt: Date | null
  finishedAt: Date | null
}

/** Starts a run. False while another one for the subscription goes on. */
export async function insertRun(
  db: PartnerDb,
  run: Omit<LicenceRun, 'done' | 'total' | 'cancelledAt' | 'finishedAt'> & {
    partnerId: Id<'organisation'>
    startedBy: Id<'account'>
  },
  userIds: readonly Id<'customer_user'>[],
): Promise<boolean> {
  const inserted = await db
    .insertInto('licenceRun')
    .values({ ...run, total: userIds.length })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows !== 1n) return false
  await sql`insert into licence_run_row (run_id, position, user_id)
    select ${run.id}, ordinality - 1, id from unnest(${userIds}::uuid[]) with ordinality as rows(id)`.execute(
    db,
  )
  return true
}

const runs = (db: PartnerDb, partnerId: Id<'organisation'>) =>
  db
    .selectFrom('licenceRun')
    .select(['id', 'customerId', 'relationshipId', 'subscriptionId', 'startedAt', 'done', 'total'])
    .select(['cancelledAt', 'finishedAt'])
    .select((eb) => eb.ref('act').$castTo<LicenceAct>().as('act'))
    .where('partnerId', '=', partnerId)

export const findRun = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  relationshipId: Id<'relationship'>,
  id: Id<'licence_run'>,
): Promise<LicenceRun | undefined> =>
  runs(db, partnerId).where('relationshipId', '=', relationshipId).where('id', '=', id).executeTakeFirst()

/** The partner's last run for a subscription. */
export const findLastRun = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  subscriptionId: Id<'subscription'>,
): Promise<LicenceRun | undefined> =>
  runs(db, partnerId)
    .where('subscriptionId', '=', subscriptionId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** How long a process has for a piece; after that, another one may go on. */
const lease = sql<Date>`clock_timestamp() + interval '20 seconds'`

/** Takes an unfinished run for this process, unless another one works on it. */
export const claimRun = (db: PartnerDb, id: Id<'licence_run'>) =>
  db
    .updateTable('licenceRun')
    .set({ workedUntil: lease })
    .where('id', '=', id)
    .where('finishedAt', 'is', null)
    .where(sql<boolean>`coalesce(worked_until, '-infinity') < clock_timestamp()`)
    .returning('done')
    .executeTakeFirst()

/** Locks a claimed run at `done`; undefined when another process has it by now, or it is over. */
export const lockRun = (db: PartnerDb, id: Id<'licence_run'>, done: number) =>
  db
    .selectFrom('licenceRun')
    .select(['total', 'cancelledAt'])
    .where('id', '=', id)
    .where('done', '=', done)
    .where('finishedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()

export const listRunRows = (
  db: PartnerDb,
  runId: Id<'licence_run'>,
  { from, limit }: { from: number; limit: number },
): Promise<{ position: number; userId: Id<'customer_user'> }[]> =>
  db
    .selectFrom('licenceRunRow')
    .select(['position', 'userId'])
    .where('runId', '=', runId)
    .where('position', '>=', from)
    .orderBy('position')
    .limit(limit)
    .execute()

/** Saves the results of the next rows, and moves the run on. */
export async function saveRunRows(
  db: PartnerDb,
  runId: Id<'licence_run'>,
  rows: readonly { position: number; result: LicenceResult }[],
  { done, total }: { done: number; total: number },
  now: Date,
): Promise<void> {
  await sql`update licence_run_row set result = said.result
    from unnest(${rows.map(({ position }) => position)}::integer[], ${rows.map(({ result }) => result)}::text[])
      as said(position, result)
    where run_id = ${runId} and licence_run_row.position = said.position`.execute(db)
  await db
    .updateTable('licenceRun')
    .set({ done, workedUntil: lease, ...(done >= total && { finishedAt: now }) })
    .where('id', '=', runId)
    .execute()
}

/** Gives every row that has none this result, and ends the run. */
export async function endRun(
  db: PartnerDb,
  runId: Id<'licence_run'>,
  result: LicenceResult,
  now: Date,
): Promise<void> {
  await db
    .updateTable('licenceRunRow')
    .set({ result })
    .where('runId', '=', runId)
    .where('result', 'is', null)
    .execute()
  await db
    .updateTable('licenceRun')
    .set((eb) => ({ done: eb.ref('total'), finishedAt: now }))
    .where('id', '=', runId)
    .execute()
}

export const cancelRun = (db: PartnerDb, id: Id<'licence_run'>, now: Date): Promise<unknown> =>
  db
    .updateTable('licenceRun')
    .set({ cancelledAt: now })
    .where('id', '=', id)
    .where('cancelledAt', 'is', null)
    .where('finishedAt', 'is', null)
    .execute()

/**
 * The result of a row, which the provisioner may have refused after it was asked. A run asks once for each user, and no other
 * run of the partner asks for the same subscription meanwhile.
 */
const resultOf = sql<LicenceResult | null>`case when row.result = 'done' and exists (select from provisioning wish
    where wish.subject = row.user_id and wish.partner_id = run.partner_id and wish.state = 'failed'
      and wish.kind = 'licence.' || run.act and wish.payload ->> 'subscriptionId' = run.subscription_id::text
      and wish.requested_at >= run.started_at and wish.requested_at <= coalesce(run.finished_at, 'infinity'))
  then 'refused' else row.result end`

/** The results of a run, row by row, with the users that the reader may see now. */
export const listResults = (
  db: PartnerDb,
  runId: Id<'licence_run'>,
  { after, limit }: { after: number; limit: number },
) =>
  db
    .selectFrom('licenceRunRow as row')
    .leftJoin('customerUser as user', 'user.id', 'row.userId')
    .innerJoin('licenceRun as run', 'run.id', 'row.runId')
    .leftJoin('licence', (join) =>
      join
        .onRef('licence.userId', '=', 'row.userId')
        .onRef('licence.subscriptionId', '=', 'run.subscriptionId'),
    )
    .select(['row.position', 'userName', 'displayName', 'licence.state as licence'])
    .select(resultOf.as('result'))
    .where('row.runId', '=', runId)
    .where('row.position', '>', after)
    .orderBy('row.position')
    .limit(limit)
    .execute()

/** How many rows had each result. */
export async function countResults(db: PartnerDb, runId: Id<'licence_run'>): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('licenceRunRow as row')
    .innerJoin('licenceRun as run', 'run.id', 'row.runId')
    .select([resultOf.as('result'), (eb) => eb.fn.countAll<string>().as('count')])
    .where('row.runId', '=', runId)
    .where('row.result', 'is not', null)
    .groupBy(sql`1`)
    .execute()
  return Object.fromEntries(rows.map(({ result, count }) => [result, Number(count)]))
}
