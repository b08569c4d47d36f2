import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'

/** What a seal covers of its record: the payload's digest, and everything but the payload itself (R17). */
export type SealedFacts = {
  id: string
  organisationId: string
  requestId: string
  /** Null in the records of before actors had a kind, whose seals do not cover it. */
  actorKind: string | null
  actorId: string | null
  actorRoles: string[]
  action: string
  payloadDigest: Buffer
  /** To the microsecond, as the database keeps it. */
  occurredAt: string
}

/** The hash before a chain's first seal. */
export const noHash: Buffer = Buffer.alloc(32)

/** The hash that binds a record to its place, to the time of sealing and to all records before it. */
export const sealOf = (previous: Buffer, position: number, facts: SealedFacts, sealedAt: string): Buffer =>
  createHash('sha256')
    .update(previous)
    .update(
      JSON.stringify([
        position,
        facts.id,
        facts.organisationId,
        facts.requestId,
        facts.actorId,
        facts.actorRoles,
        facts.action,
        facts.occurredAt,
        sealedAt,
        ...(facts.actorKind === null ? [] : [facts.actorKind]),
      ]),
    )
    .update(facts.payloadDigest)
    .digest()

/** A time column in the form that a seal covers. A Date has no microseconds, so it would hide an alteration of them. */
export const exactTime = (column: 'occurred_at' | 'sealed_at'): RawBuilder<string> =>
  sql<string>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')`

/** A time that is about to be written, in the same form. */
export const toExactTime = (time: Date): string => time.toISOString().replace('Z', '000')
