const hourMs = 3_600_000

/** The day of a moment in a time zone, as `2027-01-31`. */
export const dayAt = (moment: Date, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(moment)

/** The day after. */
export const nextDay = (day: string): string =>
  new Date(Date.parse(day) + 24 * hourMs).toISOString().slice(0, 10)

/**
 * The first moment of a day in a time zone. Looked for, not calculated: where clocks are put forward at midnight, a day
 * begins at one.
 */
export function startOfDay(day: string, zone: string): Date {
  let before = Date.parse(day) - 26 * hourMs
  let after = Date.parse(day) + 26 * hourMs
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (dayAt(new Date(middle), zone) < day) before = middle
    else after = middle
  }
  return new Date(after)
}

/** When the day so many days ago began. */
export const daysBefore = (now: Date, days: number, zone = 'UTC'): Date =>
  startOfDay(dayAt(new Date(now.getTime() - days * 24 * hourMs), zone), zone)
