import { setTimeout as sleep } from 'node:timers/promises'
import { hashSessionToken } from '@entente/auth/session-token'
import { asWatcher } from '@entente/db/core/scopes'
import { findStandings, type Standing } from '@entente/db/identity/session-standings'
import type { Session } from '@entente/db/identity/sessions'
import { readListChanges } from '@entente/db/relationship/list-changes'
import type { Id } from '@entente/domain/core/id'
import { opensTo } from '@entente/domain/core/permission'
import type { Services } from '../core/context.ts'

/** Ends what `open` began. */
type Close = () => void

/** Tells open pages that a list of theirs changed. */
export type ListWatch = {
  /** Undefined where the session may see none of the lists. */
  open: (watcher: Watcher, out: Out) => Close | 'not_allowed' | 'too_many'
  /** Ends every stream, and opens no other one. */
  stop: () => void
  /** How many streams are open. */
  streams: () => number
}

/** Who waits for changes. */
export type Watcher = { session: Session; token: string }
type Out = {
  changed: () => void
  /** Keeps proxies from closing a connection that says nothing. */
  beat: () => void
  end: () => void
}

type Stream = Out & {
  sessionId: Id<'session'>
  tokenHash: Buffer
  partnerId: Id<'organisation'>
  /** What the session stood for when the stream was opened. */
  standing: string
  told: string | undefined
  saidAt: number
}

type Options = Pick<Services, 'database' | 'clock' | 'sessionTimes'> & {
  /** Called once for each time that the database goes away. */
  onError: (error: Error) => void
  lookMs?: number
  beatMs?: number
  streamsMax?: number
  streamsOfSessionMax?: number
}

const standingOf = (standing: Standing) =>
  JSON.stringify([standing.organisationId, standing.partnerStatus, standing.roles])

const watched = ['customers.view', 'relationship_request.view_log'] as const

// Looking takes at most this share of one connection, however many pages are open.
const busyShare = 0.05

/**
 * Looks once a second, for all open pages of this process together, whether their sessions still live and whether their
 * partners' lists changed: two statements, however many pages are open. A page learns of what was committed and of nothing
 * else, no matter who wrote it, and its session is not marked as seen.
 */
export function watchLists({
  database,
  clock,
  sessionTimes: { idleMinutes },
  onError,
  lookMs = 1000,
  beatMs = 20_000,
  streamsMax = 5000,
  streamsOfSessionMax = 10,
}: Options): ListWatch {
  const streams = new Set<Stream>()
  const stopped = new AbortController()
  let isRunning = false
  let isAway = false

  const end = (stream: Stream) => {
    if (streams.delete(stream)) stream.end()
  }

  async function look(): Promise<void> {
    const asked = [...streams]
    const hashes = asked.map(({ tokenHash }) => tokenHash)
    const standings = await findStandings(database, hashes, clock(), idleMinutes)
    for (const stream of asked) {
      const now = standings.get(stream.tokenHash.toString('hex'))
      // With other roles or another status of its company the page asks again, and the answer is decided again.
      if (!now || standingOf(now) !== stream.standing) end(stream)
    }
    const partnerIds = [...new Set(asked.map(({ partnerId }) => partnerId))]
    const digests = await asWatcher(database, (db) => readListChanges(db, partnerIds))
    for (const stream of asked) {
      const digest = digests.get(stream.partnerId)
      if (!streams.has(stream) || digest === stream.told) continue
      // Also told once at the beginning: what changed between the page's own read and this look must not be lost.
      Object.assign(stream, { told: digest, saidAt: performance.now() })
      stream.changed()
    }
  }

  function beat(): void {
    for (const stream of streams) {
      if (performance.now() - stream.saidAt < beatMs) continue
      stream.saidAt = performance.now()
      stream.beat()
    }
  }

  async function run(): Promise<void> {
    isRunning = true
    while (streams.size > 0) {
      const startedAt = performance.now()
      try {
        await look()
        isAway = false
      } catch (error) {
        if (!isAway) onError(error instanceof Error ? error : new Error(String(error)))
        isAway = true
      }
      beat()
      const waitMs = Math.max(lookMs, (performance.now() - startedAt) / busyShare)
      await sleep(waitMs, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined)
    }
    isRunning = false
  }

  return {
    open({ session, token }, out) {
      const partner = session.audience === 'partner' ? session.organisation : null
      const { roles } = session
      if (!partner || !watched.some((list) => opensTo(roles, partner.partnerStatus, list)))
        return 'not_allowed'
      const ofSession = [...streams].filter(({ sessionId }) => sessionId === session.id).length
      if (stopped.signal.aborted || streams.size >= streamsMax || ofSession >= streamsOfSessionMax)
        return 'too_many'
      const stream = {
        ...out,
        ...{ sessionId: session.id, tokenHash: hashSessionToken(token), partnerId: partner.id },
        standing: standingOf({ organisationId: partner.id, partnerStatus: partner.partnerStatus, roles }),
        ...{ told: undefined, saidAt: performance.now() },
      }
      streams.add(stream)
      if (!isRunning) void run()
      return () => void streams.delete(stream)
    },
    stop() {
      stopped.abort()
      for (const stream of streams) end(stream)
    },
    streams: () => streams.size,
  }
}
