import type { Id } from '@entente/domain/core/id'
import type { FaultyRow } from '@entente/domain/enrolment/directory-input'
import { sql } from 'kysely'
import type { OperatorDb } from '../core/scopes.ts'

/** An operator's import of the membership directory: `done` of `total` pieces of its good rows are saved. */
export type DirectoryImport = {
  id: Id<'directory_import'>
  startedAt: Date
  /** How many rows can be used, and how many cannot: the first of those, with the reasons. */
  rows: number
  refused: number
  faults: FaultyRow[]
  done: number
  total: number
  finishedAt: Date | null
  profiles: number
  logins: number
  seenAt: Date | null
}

/** Starts an import in place of the operator's last one. False while that one goes on. */
export async function insertImport(
  db: OperatorDb,
  row: Pick<DirectoryImport, 'id' | 'startedAt' | 'rows' | 'refused' | 'faults' | 'total'> & {
    importedBy: Id<'account'>
    kid: string
    sealed: Buffer
  },
): Promise<boolean> {
  const { importedBy } = row
  await db
    .deleteFrom('directoryImport')
    .where('importedBy', '=', importedBy)
    .where('finishedAt', 'is not', null)
    .execute()
  const inserted = await db
    .insertInto('directoryImport')
    .values({ ...row, faults: JSON.stringify(row.faults) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** The operator's last import. */
export async function findImport(
  db: OperatorDb,
  importedBy: Id<'account'>,
): Promise<DirectoryImport | undefined> {
  const row = await db
    .selectFrom('directoryImport')
    .select(['id', 'startedAt', 'rows', 'refused', 'faults', 'done', 'total'])
    .select(['finishedAt', 'profiles', 'logins', 'seenAt'])
    .where('importedBy', '=', importedBy)
    .executeTakeFirst()
  return row as DirectoryImport | undefined
}

/** How long a process has for a piece; after that, another one may go on. */
const lease = sql<Date>`clock_timestamp() + interval '20 seconds'`

/** Takes the operator's unfinished import for this process, unless another one works on it. */
export const claimImport = (db: OperatorDb, importedBy: Id<'account'>) =>
  db
    .updateTable('directoryImport')
    .set({ workedUntil: lease })
    .where('importedBy', '=', importedBy)
    .where('finishedAt', 'is', null)
    .where(sql<boolean>`coalesce(worked_until, '-infinity') < clock_timestamp()`)
    .returning(['id', 'kid', 'sealed', 'startedAt', 'done', 'total', 'rows', 'refused'])
    .executeTakeFirst()

/** Moves a claimed import on from `done`. False when another process has it by now. */
export async function advanceImport(
  db: OperatorDb,
  { id, done }: Pick<DirectoryImport, 'id' | 'done'>,
  saved: number,
): Promise<boolean> {
  const moved = await db
    .updateTable('directoryImport')
    .set({ done: done + saved, workedUntil: lease })
    .where('id', '=', id)
    .where('done', '=', done)
    .where('finishedAt', 'is', null)
    .executeTakeFirst()
  return moved.numUpdatedRows === 1n
}

/** Ends an import, and forgets its rows. */
export const finishImport = (
  db: OperatorDb,
  id: DirectoryImport['id'],
  counts: Pick<DirectoryImport, 'profiles' | 'logins'>,
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('directoryImport')
    .set({ ...counts, kid: null, sealed: null, finishedAt: now })
    .where('id', '=', id)
    .execute()

export const markImportSeen = (db: OperatorDb, id: DirectoryImport['id'], now: Date): Promise<unknown> =>
  db.updateTable('directoryImport').set({ seenAt: now }).where('id', '=', id).execute()

/** Whether the operator's import has ended since the operator looked. */
export const hasUnseenImport = async (db: OperatorDb, importedBy: Id<'account'>): Promise<boolean> =>
  (await db
    .selectFrom('directoryImport')
    .select('id')
    .where('importedBy', '=', importedBy)
    .where('finishedAt', 'is not', null)
    .where('seenAt', 'is', null)
    .executeTakeFirst()) !== undefined
