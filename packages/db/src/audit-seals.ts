import { createHash } from 'node:crypto'
import type { Id } from '@entente/domain/id'
import { sql } from 'kysely'
import type { SealerDb } from './scopes.ts'

type Unsealed = {
  id: string
  organisationId: Id<'organisation'>
  requestId: string
  actorId: string | null
  action: string
  payloadDigest: Buffer
  occurredAt: Date
}

/**
 * Chains the oldest unsealed records, per tenant, and answers how many. One sealer works at a time; a seal covers
 * ids, action, time and the digest of the payload, so that erasure may blank a payload (design 6, R17).
 * Records older than `since` are not looked at: ids are ordered by time, so a long history costs nothing.
 */
export async function sealAudit(
  db: SealerDb,
  { limit, since }: { limit: number; since: Date },
  now: Date,
): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtext('entente.audit-sealer'))`.execute(db)
  const records: Unsealed[] = await db
    .selectFrom('auditRecord')
    .leftJoin('auditSeal', 'auditSeal.auditId', 'auditRecord.id')
    .select([
      'auditRecord.id',
      'auditRecord.organisationId',
      'requestId',
      'actorId',
      'action',
      'payloadDigest',
      'occurredAt',
    ])
    .where('auditSeal.auditId', 'is', null)
    .where('auditRecord.id', '>=', firstIdAt(since))
    .orderBy('auditRecord.id')
    .limit(limit)
    .execute()
  if (records.length === 0) return 0
  const heads = await findHeads(db, [...new Set(records.map(({ organisationId }) => organisationId))])
  const seals = records.map((record) => {
    const head = heads.get(record.organisationId) ?? { position: 0, hash: Buffer.alloc(32) }
    const next = { position: head.position + 1, hash: sealOf(head.hash, head.position + 1, record) }
    heads.set(record.organisationId, next)
    return { organisationId: record.organisationId, auditId: record.id, sealedAt: now, ...next }
  })
  await db.insertInto('auditSeal').values(seals).execute()
  return seals.length
}

/** The smallest UUIDv7 of a moment. */
function firstIdAt(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

// The end of each chain is one look into the primary key, however long the chain is.
async function findHeads(db: SealerDb, chains: Id<'organisation'>[]) {
  const { rows } = await sql<{ organisationId: Id<'organisation'>; position: string; hash: Buffer }>`
    select head.* from unnest(${chains}::uuid[]) as chain (id) cross join lateral (
      select organisation_id, position, hash from audit_seal where organisation_id = chain.id
      order by position desc limit 1) head`.execute(db)
  return new Map(
    rows.map(({ organisationId, position, hash }) => [organisationId, { position: Number(position), hash }]),
  )
}

/** The hash that binds a record to its place and to all records before it. */
const sealOf = (previous: Buffer, position: number, record: Unsealed): Buffer =>
  createHash('sha256')
    .update(previous)
    .update(
      [
        position,
        record.id,
        record.organisationId,
        record.requestId,
        record.actorId,
        record.action,
        record.occurredAt.toISOString(),
      ].join('|'),
    )
    .update(record.payloadDigest)
    .digest()
