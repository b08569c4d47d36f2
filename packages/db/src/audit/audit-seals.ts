import type { Id } from '@entente/domain/core/id'
import { sql } from 'kysely'
import type { SealerDb } from '../core/scopes.ts'
import { exactTime, noHash, type SealedFacts, sealOf, toExactTime } from './audit-chain.ts'
import { listArrivals, readWatermark, saveWatermark } from './audit-watermark.ts'

type Unsealed = SealedFacts & { organisationId: Id<'organisation'> }

/**
 * Seals records that have committed since the last round, about `limit` of them and each in the chain of its tenant. One
 * sealer works at a time. A round reads only what is new, however long the history is, and skips no record that commits late.
 * A seal covers ids, action, time and the digest of the payload, so that erasure may blank a payload (R17).
 */
export async function sealAudit(
  db: SealerDb,
  { limit }: { limit: number },
  now: Date,
): Promise<{ sealed: number; isDone: boolean }> {
  await sql`select pg_advisory_xact_lock(hashtext('entente.audit-sealer'))`.execute(db)
  const watermark = await readWatermark(db)
  const { ids, next, isDone } = await listArrivals(db, watermark, limit)
  const records = ids.length > 0 ? await listUnsealed(db, ids) : []
  if (records.length > 0) await saveSeals(db, records, now)
  if (next) await saveWatermark(db, next)
  return { sealed: records.length, isDone }
}

const listUnsealed = (db: SealerDb, ids: string[]): Promise<Unsealed[]> =>
  db
    .selectFrom('auditRecord as record')
    .select([
      'id',
      'organisationId',
      'requestId',
      'actorKind',
      'actorId',
      'actorRoles',
      'action',
      'payloadDigest',
      exactTime('occurred_at').as('occurredAt'),
    ])
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .where(sql<boolean>`not exists (select from audit_seal seal where seal.audit_id = record.id)`)
    .orderBy('id')
    .execute()

/** Appends each record to the chain of its tenant. The seals of all chains are one statement. */
async function saveSeals(db: SealerDb, records: Unsealed[], now: Date): Promise<void> {
  const heads = await findHeads(db, [...new Set(records.map(({ organisationId }) => organisationId))])
  const seals = records.map((record) => {
    const head = heads.get(record.organisationId) ?? { position: 0, hash: noHash }
    const position = head.position + 1
    const next = { position, hash: sealOf(head.hash, position, record, toExactTime(now)) }
    heads.set(record.organisationId, next)
    return { organisationId: record.organisationId, auditId: record.id, ...next }
  })
  await sql`insert into audit_seal (organisation_id, position, audit_id, hash, sealed_at)
    select organisation_id, position, audit_id, hash, ${now}::timestamptz
    from unnest(${seals.map(({ organisationId }) => organisationId)}::uuid[],
      ${seals.map(({ position }) => position)}::bigint[], ${seals.map(({ auditId }) => auditId)}::uuid[],
      ${seals.map(({ hash }) => hash)}::bytea[]) seal (organisation_id, position, audit_id, hash)`.execute(db)
  await saveHeads(db, heads, now)
}

/** Waits until no other process publishes heads, and keeps it so until the transaction ends. */
export const lockPublishing = (db: SealerDb): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtext('entente.audit-heads'))`.execute(db)

type Head = { position: number; hash: Buffer }

async function findHeads(db: SealerDb, chains: Id<'organisation'>[]): Promise<Map<Id<'organisation'>, Head>> {
  const rows = await db
    .selectFrom('auditHead')
    .select(['organisationId', 'position', 'hash'])
    .where(sql<boolean>`organisation_id = any(${chains}::uuid[])`)
    .execute()
  return new Map(
    rows.map(({ organisationId, position, hash }) => [organisationId, { position: Number(position), hash }]),
  )
}

/** Saves where each chain ends, so that a verification notices when seals are cut off its end (R17). */
const saveHeads = (db: SealerDb, heads: Map<Id<'organisation'>, Head>, sealedAt: Date): Promise<unknown> => {
  const ends = [...heads.values()]
  return sql`insert into audit_head (organisation_id, position, hash, sealed_at)
    select organisation_id, position, hash, ${sealedAt}::timestamptz
    from unnest(${[...heads.keys()]}::uuid[], ${ends.map(({ position }) => position)}::bigint[],
      ${ends.map(({ hash }) => hash)}::bytea[]) head (organisation_id, position, hash)
    on conflict (organisation_id) do update
      set position = excluded.position, hash = excluded.hash, sealed_at = excluded.sealed_at`.execute(db)
}
