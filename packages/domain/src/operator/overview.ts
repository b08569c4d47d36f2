/** An application that waits for the operator for so many days is overdue. */
export const overdueDays = 5

// A worker sends a pulse every five seconds: after several missed ones, it counts as silent.
const silentMs = 30_000
// Heads are signed every minute.
const unsignedMs = 5 * 60_000

type Moment = Date | string
type Pulse = { startedAt: Moment; seenAt: Moment; facts: { headsSignedAt?: string | null } }

const timeOf = (moment: Moment) => new Date(moment).getTime()

export const isSilent = ({ seenAt }: Pick<Pulse, 'seenAt'>, now: Moment): boolean =>
  timeOf(now) - timeOf(seenAt) >= silentMs

/** When a worker last signed where the audit chains end. */
export const headsSignedAt = (workers: readonly Pulse[]): string | undefined =>
  workers
    .flatMap(({ facts }) => facts.headsSignedAt ?? [])
    .toSorted()
    .at(-1)

/** Whether the workers have signed no heads for minutes. A worker of an earlier release does not say. */
export function areHeadsLate(workers: readonly Pulse[], now: Moment): boolean {
  const times = workers
    .filter(({ facts }) => facts.headsSignedAt !== undefined)
    .map(({ startedAt, facts }) => timeOf(facts.headsSignedAt ?? startedAt))
  return times.length > 0 && timeOf(now) - Math.max(...times) >= unsignedMs
}
