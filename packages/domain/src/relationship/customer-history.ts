import type { Id } from '../core/id.ts'
import type { RelationshipStep } from './relationship.ts'

/** A privilege that a customer gave to this partner: still held, or no longer. */
export type HeldGrant = {
  service: string
  acceptanceId: Id<'acceptance'>
  grantedAt: Date
  endedAt: Date | null
}

/** An acceptance of this partner, and what it did to the relationship. */
export type Accepted = { id: Id<'acceptance'>; acceptedAt: Date; change: RelationshipStep['change'] }

export type Asked = {
  requestId: Id<'request'>
  kind: 'prepared' | 'sent'
  at: Date
  by: string
  /** Empty when the partner handed the request over itself, or no longer keeps the addresses. */
  to: string[]
}

export type CustomerEvent =
  | ({ event: 'asked' } & Asked)
  /** The customer accepted the agreement, and gave privileges for these services. */
  | { event: 'accepted'; at: Date; services: string[] }
  | { event: 'added'; at: Date }
  /** The customer was there already, and gave privileges. */
  | { event: 'granted'; at: Date; services: string[] }
  | { event: 'taken_away'; at: Date; services: string[] }

/**
 * What happened so far between a partner and its customer, newest first, from what the partner may know: a service that
 * moved to another partner reads like one that was taken away.
 */
export function customerHistory(known: {
  since: Date
  asked: readonly Asked[]
  acceptances: readonly Accepted[]
  grants: readonly HeldGrant[]
}): CustomerEvent[] {
  const ended = Map.groupBy(
    known.grants.filter(({ endedAt }) => endedAt !== null),
    ({ endedAt }) => endedAt?.getTime() ?? 0,
  )
  const events: CustomerEvent[] = [
    ...known.asked.map((asked) => ({ event: 'asked' as const, ...asked })),
    ...(known.acceptances.length === 0 ? [{ event: 'added' as const, at: known.since }] : []),
    ...known.acceptances.flatMap(({ id, acceptedAt: at, change }) => {
      const services = servicesOf(known.grants.filter(({ acceptanceId }) => acceptanceId === id))
      if (change !== 'unchanged') return { event: 'accepted' as const, at, services }
      // A joint acceptance may have changed something for the other party only.
      return services.length > 0 ? { event: 'granted' as const, at, services } : []
    }),
    ...[...ended].map(([time, grants]) => ({
      event: 'taken_away' as const,
      at: new Date(time),
      services: servicesOf(grants),
    })),
  ]
  return events.toSorted((one, other) => other.at.getTime() - one.at.getTime())
}

const servicesOf = (grants: readonly HeldGrant[]): string[] => grants.map(({ service }) => service)

/** Since when a service's privileges are there, or when they were last taken away; neither if they were never given. */
export function lastOf(
  service: string,
  grants: readonly HeldGrant[],
): { since: Date | null; endedAt: Date | null } {
  const own = grants.filter((grant) => grant.service === service)
  const live = own.find(({ endedAt }) => endedAt === null)
  const ends = own.flatMap(({ endedAt }) => endedAt?.getTime() ?? [])
  return {
    since: live?.grantedAt ?? null,
    endedAt: live || ends.length === 0 ? null : new Date(Math.max(...ends)),
  }
}
