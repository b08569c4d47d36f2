import type { Deadline } from './enrolment.ts'

/** A company gets at least this long to answer. */
export const shortestDays = 7

const dayMs = 86_400_000

/** The moment that stands for a date; noon, so that it is the same date in most of the world. */
export const deadlineOf = (date: string): Date => new Date(`${date}T12:00:00Z`)

/** The first date that can be a deadline. */
export const earliestDeadline = (now: Date): string =>
  new Date(now.getTime() + shortestDays * dayMs).toISOString().slice(0, 10)

export const isTooSoon = (deadline: Date, now: Date): boolean =>
  deadline.toISOString().slice(0, 10) < earliestDeadline(now)

/** A day after noon of the date, that date is over everywhere. */
export const deadlineNow = (deadline: Date | null, now: Date): Deadline => {
  if (!deadline) return 'none'
  return now.getTime() > deadline.getTime() + dayMs ? 'passed' : 'open'
}
