import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'

/** What a seal covers of its record: all but the payload, of which it covers the digest (design 6, R17). */
export type SealedFacts = {
  id: string
  organisationId: string
  requestId: string
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
      ]),
    )
    .update(facts.payloadDigest)
    .digest()

/** A time column as a seal covers it. A Date would lose what is below a millisecond, and an alteration there. */
export const exactTime = (column: 'occurred_at' | 'sealed_at'): RawBuilder<string> =>
  sql<string>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')`

/** The same form of a time that is about to be written. */
export const toExactTime = (time: Date): string => time.toISOString().replace('Z', '000')
