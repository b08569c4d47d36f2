import type { Id } from '@entente/domain/core/id'
import { type RawBuilder, sql } from 'kysely'
import type { KeeperDb } from '../core/scopes.ts'

type Old = { organisationId: Id<'organisation'>; position: number; hash: Buffer; auditId: string }

/**
 * Deletes audit records from before a moment, with their seals, and returns how many. A chain only loses its beginning,
 * never a record from its middle: it then starts after `audit_prune.position`, with the hash kept there (R17).
 */
export async function pruneAudit(db: KeeperDb, before: Date, limit: number, now: Date): Promise<number> {
  const due = await listDue(db, before, limit)
  const starts = await findStarts(db, [...new Set(due.map(({ organisationId }) => organisationId))])
  const pruned: Old[] = []
  const ends = new Map<string, Old>()
  for (const old of due) {
    const start = ends.get(old.organisationId)?.position ?? starts.get(old.organisationId) ?? 0
    if (old.position !== start + 1) continue
    ends.set(old.organisationId, old)
    pruned.push(old)
  }
  if (pruned.length === 0) return 0
  // The mark is saved first: only rows before it may be deleted.
  await db
    .insertInto('auditPrune')
    .values([...ends.values()].map(({ auditId, ...end }) => ({ ...end, prunedAt: now })))
    .onConflict((conflict) =>
      conflict.column('organisationId').doUpdateSet((eb) => ({
        position: eb.ref('excluded.position'),
        hash: eb.ref('excluded.hash'),
        prunedAt: eb.ref('excluded.prunedAt'),
      })),
    )
    .execute()
  const ids = pruned.map(({ auditId }) => auditId)
  await sql`delete from audit_seal where audit_id = any(${ids}::uuid[])`.execute(db)
  await sql`delete from audit_record where id = any(${ids}::uuid[])`.execute(db)
  return ids.length
}

/** Sealed records from before a moment. Ids are ordered by time, so a long history that is not due costs nothing. */
export const dueAudit = (before: Date): RawBuilder<Omit<Old, 'position'> & { position: string }> =>
  sql`select seal.organisation_id, seal.position, seal.hash, seal.audit_id from audit_record record
    join audit_seal seal on seal.audit_id = record.id
    where record.id < ${firstIdAt(before)} and record.occurred_at < ${before} order by record.id`

/** The smallest UUIDv7 of a moment. */
export function firstIdAt(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

async function listDue(db: KeeperDb, before: Date, limit: number): Promise<Old[]> {
  const { rows } = await sql<Omit<Old, 'position'> & { position: string }>`
    ${dueAudit(before)} limit ${limit}`.execute(db)
  return rows
    .map((row) => ({ ...row, position: Number(row.position) }))
    .sort((one, other) => one.position - other.position)
}

async function findStarts(db: KeeperDb, chains: Id<'organisation'>[]): Promise<Map<string, number>> {
  if (chains.length === 0) return new Map()
  const rows = await db
    .selectFrom('auditPrune')
    .select(['organisationId', 'position'])
    .where('organisationId', 'in', chains)
    .execute()
  return new Map(rows.map(({ organisationId, position }) => [organisationId, Number(position)]))
}
