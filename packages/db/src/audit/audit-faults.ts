import { type SealedFacts, sealOf } from './audit-chain.ts'

export type AuditFault = {
  position: number
  /** The record at this position; null when the seal itself is gone. */
  auditId: string | null
  /** `blanked`: the payload is gone, and no record of its erasure says why. */
  kind: 'altered' | 'missing' | 'reordered' | 'seal_altered' | 'blanked'
}

type Broken = {
  position: number
  auditId: string
  kind: 'broken'
  hash: Buffer
  sealedAt: string
  facts: SealedFacts | null
  /** The stored hash of the previous seal, and the hash that its record asks for. */
  before: Buffer | null
  beforeComputed: Buffer | null
}

/** A position that does not verify; `broken` when only its neighbours can tell why. */
export type Suspect = AuditFault | Broken

// More suspects are not compared with each other: that would take long, and so many are not two swapped seals.
const pairedMax = 24

/**
 * Decides what happened to each position. One alteration breaks two hashes, its own and the next one, or four when two
 * seals were swapped; only positions that were changed are returned.
 */
export function judge(suspects: Suspect[], head: { position: number; hash: Buffer } | null): AuditFault[] {
  const broken = suspects.filter((suspect): suspect is Broken => suspect.kind === 'broken')
  const paired = broken.slice(0, pairedMax)
  const faults = suspects.flatMap((suspect): AuditFault[] => {
    if (suspect.kind !== 'broken') return [suspect]
    if (isOnlyFollower(suspect, paired)) return []
    const { position, auditId } = suspect
    if (isExchanged(suspect, paired)) return [{ position, auditId, kind: 'reordered' }]
    return [{ position, auditId, kind: isSealAltered(suspect, broken, head) ? 'seal_altered' : 'altered' }]
  })
  return faults.map(({ position, auditId, kind }) => ({ position, auditId, kind }))
}

/** The seal itself is intact, after another seal than the one that is before it now. */
function isOnlyFollower(suspect: Broken, paired: Broken[]): boolean {
  const { facts, sealedAt, position, hash } = suspect
  if (!facts) return false
  const elsewhere = paired.filter((other) => other !== suspect).map((other) => other.hash)
  return [suspect.beforeComputed, ...elsewhere].some(
    (before) => before && sealOf(before, position, facts, sealedAt).equals(hash),
  )
}

/** Another broken seal or its record belongs here. */
function isExchanged(suspect: Broken, paired: Broken[]): boolean {
  const others = paired.filter((other) => other !== suspect)
  const previousHashes = [suspect.before, ...paired.map((other) => other.hash)]
  return others.some(({ facts, hash, sealedAt }) =>
    previousHashes.some((before) => {
      if (!before || !facts) return false
      const here = sealOf(before, suspect.position, facts, suspect.sealedAt)
      return here.equals(suspect.hash) || sealOf(before, suspect.position, facts, sealedAt).equals(hash)
    }),
  )
}

/** The next seal, or the head of the chain, still has the hash that this record asks for. */
function isSealAltered(
  { position, before, facts, sealedAt, hash }: Broken,
  broken: Broken[],
  head: { position: number; hash: Buffer } | null,
): boolean {
  if (!before || !facts) return false
  const computed = sealOf(before, position, facts, sealedAt)
  if (head?.position === position) return head.hash.equals(computed) && !head.hash.equals(hash)
  const next = broken.find((other) => other.position === position + 1)
  return (
    next?.facts !== null &&
    next?.facts !== undefined &&
    sealOf(computed, next.position, next.facts, next.sealedAt).equals(next.hash)
  )
}
