import type { Id } from '@entente/domain/core/id'
import { sql } from 'kysely'
import { digestOf } from '../core/audit.ts'
import type { Scoped } from '../core/scopes.ts'
import { exactTime, noHash, type SealedFacts, sealOf } from './audit-chain.ts'
import { type ErasureRecord, erasureAction } from './audit-erasure.ts'
import { type AuditFault, judge, type Suspect } from './audit-faults.ts'

type VerifierDb = Scoped<'sealer' | 'operator'>

export type ChainHead = { organisationId: Id<'organisation'>; position: number; hash: Buffer }

export type ChainReport = {
  /** How many seals were checked. */
  checked: number
  /** The last of them; null when there was none. */
  last: { position: number; hash: Buffer } | null
  /** By position. After a hundred faults the rest is not checked. */
  faults: AuditFault[]
  /** Records that should have had a seal for more than five seconds. Counted once the end of the chain is reached. */
  unsealed: number
}

type SealRow = {
  position: number
  hash: Buffer
  sealedAt: string
  auditId: string
  facts: SealedFacts | null
  payload: unknown
}

const batchSize = 1000
const faultsMax = 100
const sealWithinMs = 5000

/** The chains by id, and where each ends: all of them, or those that grew since a moment. */
export async function listChains(
  db: VerifierDb,
  {
    after,
    since,
    limit = 1000,
  }: { after?: Id<'organisation'> | undefined; since?: Date | undefined; limit?: number } = {},
): Promise<ChainHead[]> {
  const rows = await db
    .selectFrom('auditHead')
    .select(['organisationId', 'position', 'hash'])
    .$if(after !== undefined, (query) => query.where('organisationId', '>', after as Id<'organisation'>))
    .$if(since !== undefined, (query) => query.where('sealedAt', '>=', since as Date))
    .orderBy('organisationId')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, position: Number(row.position) }))
}

/** The chains in pages, so that no process holds them all; at least one page. */
export async function* pageChains(
  db: VerifierDb,
  { since, limit = 1000 }: { since?: Date | undefined; limit?: number } = {},
): AsyncGenerator<ChainHead[]> {
  let page: ChainHead[] = []
  do {
    page = await listChains(db, { after: page.at(-1)?.organisationId, since, limit })
    yield page
  } while (page.length === limit)
}

/**
 * Recomputes a tenant's chain and lists each position that does not verify (R17): from its beginning, from where it was
 * pruned, or from position `from`, and at most `limit` seals. The seal covers the digest of a payload, so an erased one verifies
 * when the chain also has the record of its erasure.
 */
export async function verifyChain(
  db: VerifierDb,
  organisationId: Id<'organisation'>,
  { from, limit = Number.POSITIVE_INFINITY }: { from?: number; limit?: number } = {},
  now = new Date(),
): Promise<ChainReport> {
  // Read before the seals: a head that moves meanwhile is not a fault.
  const head = await findHead(db, organisationId)
  let before = await findStart(db, organisationId, from)
  const suspects: Suspect[] = []
  const blanked: AuditFault[] = []
  let checked = 0
  let atEnd = false
  while (checked < limit && suspects.length < faultsMax && !atEnd) {
    const wanted = Math.min(batchSize, limit - checked)
    const rows = await listSeals(db, organisationId, before.position, wanted)
    for (const row of rows) {
      if (row.position !== before.position + 1) {
        suspects.push({ position: before.position + 1, kind: 'missing', auditId: null })
        before = { position: row.position - 1, hash: null, computed: null }
      }
      before = check(row, before, suspects, blanked)
    }
    checked += rows.length
    atEnd = rows.length < wanted
  }
  if (atEnd && head && head.position > before.position)
    suspects.push({ position: before.position + 1, kind: 'missing', auditId: null })
  return {
    checked,
    last: checked > 0 && before.hash ? { position: before.position, hash: before.hash } : null,
    faults: [...judge(suspects, head), ...(await withoutRecord(db, organisationId, blanked))].toSorted(
      (one, other) => one.position - other.position,
    ),
    unsealed: atEnd ? await countUnsealed(db, organisationId, new Date(now.getTime() - sealWithinMs)) : 0,
  }
}

/** The seal before the one to check: its stored hash, and the hash that its record asks for; null where unknown. */
type Before = { position: number; hash: Buffer | null; computed: Buffer | null }

function check(row: SealRow, before: Before, suspects: Suspect[], blanked: AuditFault[]): Before {
  const { position, hash, sealedAt, auditId, facts, payload } = row
  const seal = {
    position,
    auditId,
    hash,
    sealedAt,
    facts,
    before: before.hash,
    beforeComputed: before.computed,
  }
  if (!facts) {
    suspects.push({ ...seal, kind: 'missing' })
    return { position, hash, computed: null }
  }
  // After a gap the previous hash is unknown: the seal is trusted, and its record's payload is still checked.
  const computed = before.hash ? sealOf(before.hash, position, facts, sealedAt) : hash
  if (!computed.equals(hash)) suspects.push({ ...seal, kind: 'broken' })
  else if (!digestOf(payload).equals(facts.payloadDigest))
    if (isBlank(payload)) blanked.push({ position, auditId, kind: 'blanked' })
    else suspects.push({ ...seal, kind: 'altered' })
  return { position, hash, computed }
}

const isBlank = (payload: unknown): boolean => JSON.stringify(payload) === '{}'

/** The blanked payloads that no unaltered record of an erasure in the same chain names. */
async function withoutRecord(
  db: VerifierDb,
  organisationId: Id<'organisation'>,
  blanked: AuditFault[],
): Promise<AuditFault[]> {
  if (blanked.length === 0) return []
  const erasures = await db
    .selectFrom('auditRecord')
    .select(['payload', 'payloadDigest'])
    .where('organisationId', '=', organisationId)
    .where('action', '=', erasureAction)
    .execute()
  const erased = new Set(
    erasures.flatMap(({ payload, payloadDigest }) =>
      digestOf(payload).equals(payloadDigest) ? (payload as ErasureRecord).records : [],
    ),
  )
  return blanked.filter(({ auditId }) => auditId === null || !erased.has(auditId))
}

async function findHead(db: VerifierDb, organisationId: Id<'organisation'>) {
  const row = await db
    .selectFrom('auditHead')
    .select(['position', 'hash'])
    .where('organisationId', '=', organisationId)
    .executeTakeFirst()
  return row ? { position: Number(row.position), hash: row.hash } : null
}

/** The place before the first seal to check: where the chain was pruned, or the seal before `from`. */
async function findStart(
  db: VerifierDb,
  organisationId: Id<'organisation'>,
  from: number | undefined,
): Promise<Before> {
  const pruned = await db
    .selectFrom('auditPrune')
    .select(['position', 'hash'])
    .where('organisationId', '=', organisationId)
    .executeTakeFirst()
  const start = pruned
    ? { position: Number(pruned.position), hash: pruned.hash, computed: null }
    : { position: 0, hash: noHash, computed: null }
  if (from === undefined || from <= start.position + 1) return start
  const seal = await db
    .selectFrom('auditSeal')
    .select('hash')
    .where('organisationId', '=', organisationId)
    .where('position', '=', String(from - 1))
    .executeTakeFirst()
  return { position: from - 1, hash: seal?.hash ?? null, computed: null }
}

async function listSeals(
  db: VerifierDb,
  organisationId: Id<'organisation'>,
  after: number,
  limit: number,
): Promise<SealRow[]> {
  const rows = await db
    .selectFrom('auditSeal as seal')
    .leftJoin('auditRecord as record', 'record.id', 'seal.auditId')
    .select([
      'seal.position',
      'seal.hash',
      exactTime('sealed_at').as('sealedAt'),
      'seal.auditId',
      'record.id',
      'record.organisationId',
      'record.requestId',
      'record.actorKind',
      'record.actorId',
      'record.actorRoles',
      'record.action',
      'record.payloadDigest',
      exactTime('occurred_at').as('occurredAt'),
      'record.payload',
    ])
    .where('seal.organisationId', '=', organisationId)
    .where('seal.position', '>', String(after))
    .orderBy('seal.position')
    .limit(limit)
    .execute()
  return rows.map(({ position, hash, sealedAt, auditId, payload, ...facts }) => ({
    position: Number(position),
    hash,
    sealedAt,
    auditId,
    // The columns of a record are not null; all of them are when the record is gone.
    facts: facts.id === null ? null : (facts as SealedFacts),
    payload,
  }))
}

async function countUnsealed(
  db: VerifierDb,
  organisationId: Id<'organisation'>,
  before: Date,
): Promise<number> {
  const { count } = await db
    .selectFrom('auditRecord as record')
    .leftJoin('auditSeal as seal', 'seal.auditId', 'record.id')
    .select(sql<string>`count(*)`.as('count'))
    .where('record.organisationId', '=', organisationId)
    .where('record.occurredAt', '<', before)
    .where('seal.auditId', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}
