import type { Id } from '@entente/domain/core/id'
import { sql } from 'kysely'
import type { SealerDb } from '../core/scopes.ts'

/** Where a chain ended at a moment, as it was signed then. */
export type Checkpoint = { organisationId: Id<'organisation'>; position: number; hash: Buffer; at: Date }

/** `rewritten`: another history stands here now. `missing`: the seal is gone. */
export type CheckpointFault = Checkpoint & { kind: 'rewritten' | 'missing' }

type Found = { hash: Buffer | null; prunedTo: string | null; prunedHash: Buffer | null }

/**
 * The checkpoints that the chains do not pass through any more. Each hash covers all records before it, so a history that
 * was rewritten fails at its next checkpoint, however well it was chained again. `prunedBefore`: what was signed later was
 * too young for retention to delete.
 */
export async function listPassedBy(
  db: SealerDb,
  checkpoints: Checkpoint[],
  prunedBefore: Date,
): Promise<CheckpointFault[]> {
  const { rows } = await sql<Found>`
    select seal.hash, prune.position as pruned_to, prune.hash as pruned_hash
    from unnest(${checkpoints.map(({ organisationId }) => organisationId)}::uuid[],
      ${checkpoints.map(({ position }) => position)}::bigint[]) with ordinality wanted (organisation_id, position, place)
    left join audit_seal seal on seal.organisation_id = wanted.organisation_id and seal.position = wanted.position
    left join audit_prune prune on prune.organisation_id = wanted.organisation_id
    order by wanted.place`.execute(db)
  return checkpoints.flatMap((checkpoint, place) => {
    const kind = faultOf(checkpoint, rows[place] as Found, prunedBefore)
    return kind ? [{ ...checkpoint, kind }] : []
  })
}

function faultOf(
  { position, hash, at }: Checkpoint,
  { hash: found, prunedTo, prunedHash }: Found,
  prunedBefore: Date,
): CheckpointFault['kind'] | undefined {
  if (found) return found.equals(hash) ? undefined : 'rewritten'
  if (prunedTo === null || position > Number(prunedTo) || at >= prunedBefore) return 'missing'
  return position === Number(prunedTo) && !prunedHash?.equals(hash) ? 'rewritten' : undefined
}
