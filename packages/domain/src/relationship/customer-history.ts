import type { Id } from '../core/id.ts'

/** A privilege that a customer gave to this partner: still held, or no longer. */
export type HeldGrant = { service: string; grantedAt: Date; endedAt: Date | null }

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
  | { event: 'granted'; at: Date; services: string[] }
  | { event: 'taken_away'; at: Date; services: string[] }

/**
 * What happened so far between a partner and its customer, newest first, from what the partner may know: a service that
 * moved to another partner reads like one that was taken away.
 */
export function customerHistory(known: {
  since: Date
  asked: readonly Asked[]
  acceptances: readonly Date[]
  grants: readonly HeldGrant[]
}): CustomerEvent[] {
  const granted = byTime(known.grants.map(({ service, grantedAt }) => ({ service, at: grantedAt })))
  const ended = byTime(
    known.grants.flatMap(({ service, endedAt }) => (endedAt ? { service, at: endedAt } : [])),
  )
  const times = new Set(known.acceptances.map((at) => at.getTime()))
  const events: CustomerEvent[] = [
    ...known.asked.map((asked) => ({ event: 'asked' as const, ...asked })),
    ...(times.size === 0 ? [{ event: 'added' as const, at: known.since }] : []),
    ...[...times].map((time) => ({
      event: 'accepted' as const,
      at: new Date(time),
      services: granted.get(time) ?? [],
    })),
    ...[...granted].flatMap(([time, services]) =>
      times.has(time) ? [] : { event: 'granted' as const, at: new Date(time), services },
    ),
    ...[...ended].map(([time, services]) => ({ event: 'taken_away' as const, at: new Date(time), services })),
  ]
  return events.toSorted((one, other) => other.at.getTime() - one.at.getTime())
}

function byTime(rows: readonly { service: string; at: Date }[]): Map<number, string[]> {
  const services = new Map<number, string[]>()
  for (const { service, at } of rows)
    services.set(at.getTime(), [...(services.get(at.getTime()) ?? []), service])
  return services
}

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
