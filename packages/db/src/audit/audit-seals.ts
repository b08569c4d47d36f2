import type { Id } from '@entente/domain/core/id'
import { sql } from 'kysely'
import type { SealerDb } from '../core/scopes.ts'
import { exactTime, noHash, type SealedFacts, sealOf, toExactTime } from './audit-chain.ts'

type Unsealed = SealedFacts & { organisationId: Id<'organisation'> }

/**
 * Seals the oldest unsealed records, each in the chain of its tenant, and returns how many. One sealer works at a time.
 * A seal covers ids, action, time and the digest of the payload, so that erasure may blank a payload (R17).
 * Records older than `since` are skipped: ids are ordered by time, so a long history costs nothing.
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
      'actorKind',
      'actorId',
      'actorRoles',
      'action',
      'payloadDigest',
      exactTime('occurred_at').as('occurredAt'),
    ])
    .where('auditSeal.auditId', 'is', null)
    .where('auditRecord.id', '>=', firstIdAt(since))
    .orderBy('auditRecord.id')
    .limit(limit)
    .execute()
  if (records.length === 0) return 0
  const heads = await findHeads(db, [...new Set(records.map(({ organisationId }) => organisationId))])
  const seals = records.map((record) => {
    const head = heads.get(record.organisationId) ?? { position: 0, hash: noHash }
    const position = head.position + 1
    const next = { position, hash: sealOf(head.hash, position, record, toExactTime(now)) }
    heads.set(record.organisationId, next)
    return { organisationId: record.organisationId, auditId: record.id, sealedAt: now, ...next }
  })
  await db.insertInto('auditSeal').values(seals).execute()
  await saveHeads(db, heads, now)
  return seals.length
}

/** Waits until no other process publishes heads, and keeps it so until the transaction ends. */
export const lockPublishing = (db: SealerDb): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtext('entente.audit-heads'))`.execute(db)

/** The smallest UUIDv7 of a moment. */
export function firstIdAt(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

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
const saveHeads = (db: SealerDb, heads: Map<Id<'organisation'>, Head>, sealedAt: Date): Promise<unknown> =>
  db
    .insertInto('auditHead')
    .values([...heads].map(([organisationId, head]) => ({ organisationId, ...head, sealedAt })))
    .onConflict((conflict) =>
      conflict.column('organisationId').doUpdateSet(({ ref }) => ({
        position: ref('excluded.position'),
        hash: ref('excluded.hash'),
        sealedAt: ref('excluded.sealedAt'),
      })),
    )
    .execute()
