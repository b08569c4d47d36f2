import type { Ring } from '@entente/auth/keyring'
import { parseSignedHeads, type SignedHeads, signHeads } from '@entente/auth/signed-heads'
import { lockPublishing } from '@entente/db/audit/audit-seals'
import { pageChains } from '@entente/db/audit/audit-verify'
import type { Database } from '@entente/db/core/database'
import { asSealer } from '@entente/db/core/scopes'
import type { HeadsFolder } from '@entente/outside/heads-folder'
import { type Loop, startLoop } from '@entente/queue/loop'

export type PublishOptions = {
  database: Database
  ring: Ring
  folder: HeadsFolder
  clock: () => Date
  /** Gets each statement that is on the disk. */
  onSigned: (signed: SignedHeads) => void
}

const headsAtOnce = 5000
// Far longer than a transaction of the sealer: a head may become visible after a later one.
const overlapMs = 300_000

/**
 * Signs where the audit chains end, every minute, to a file that only grows and that others keep too. Somebody who
 * can change every row of the database can rewrite a chain, but not what was signed before. Every worker keeps a file of its own.
 */
export function startHeads({
  onError,
  ...options
}: PublishOptions & { onError: (error: Error) => void }): Loop {
  const publish = createPublisher(options)
  return startLoop({
    work: async () => {
      await publish()
      return false
    },
    idleMs: 60_000,
    onError,
  })
}

/** A function that signs the chains that grew since the last line of the folder, or all of them in a new day's file. */
export function createPublisher({
  database,
  ring,
  folder,
  clock,
  onSigned,
}: PublishOptions): () => Promise<void> {
  /** What this process signed within the overlap. */
  const recent = new Map<string, { position: number; at: number }>()

  return () =>
    asSealer(database, async (db) => {
      // Two workers with one folder take turns, from reading its last line to writing the next one.
      await lockPublishing(db)
      const now = clock()
      const day = now.toISOString().slice(0, 10)
      for (const [id, signed] of recent) if (signed.at < now.getTime() - 2 * overlapMs) recent.delete(id)
      const newest = await folder.last()
      let last = newest && parseSignedHeads(newest.line)
      // Each file can be verified by itself.
      const since = last && newest?.day === day ? new Date(Date.parse(last.at) - overlapMs) : undefined
      let isFirst = true
      for await (const page of pageChains(db, { since, limit: headsAtOnce })) {
        const heads = since
          ? page.filter((head) => recent.get(head.organisationId)?.position !== head.position)
          : page
        // A minute without a change is signed too: it shows that somebody was watching.
        if (heads.length === 0 && !isFirst) continue
        last = signHeads(ring, last, heads, now)
        await folder.append(day, JSON.stringify(last))
        for (const { organisationId, position } of heads)
          recent.set(organisationId, { position, at: now.getTime() })
        onSigned(last)
        isFirst = false
      }
    })
}
