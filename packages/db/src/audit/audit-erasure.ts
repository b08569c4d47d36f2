import type { AuditAction } from '@entente/domain/core/audit-action'
import type { Id } from '@entente/domain/core/id'
import { type AuditActor, insertAudit } from '../core/audit.ts'
import type { KeeperDb } from '../core/scopes.ts'

export const erasureAction = 'audit_record.erased' satisfies AuditAction

/** The payload of an erasure's record: the ids of the records whose payloads were erased, and nothing of what they said. */
export type ErasureRecord = { records: string[] }

export type ErasedRecord = { id: string; organisationId: Id<'organisation'> }

const recordsMax = 1000

/**
 * Records in each chain which of its payloads were erased. These records are sealed like all others, which tells a payload
 * that was erased from one that somebody blanked in the database.
 */
export async function recordErasure(
  db: KeeperDb,
  actor: AuditActor,
  erased: ErasedRecord[],
  now: Date,
): Promise<void> {
  for (const [organisationId, ofChain] of Map.groupBy(erased, (record) => record.organisationId))
    for (let from = 0; from < ofChain.length; from += recordsMax) {
      const payload: ErasureRecord = { records: ofChain.slice(from, from + recordsMax).map(({ id }) => id) }
      await insertAudit(db, actor, [{ organisationId, action: erasureAction, payload }], now)
    }
}
