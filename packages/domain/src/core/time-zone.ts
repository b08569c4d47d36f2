import { z } from 'zod'

// Beside `local-day.ts`, which pages load in the browser: this file brings zod.

// Making a format takes as long as reading a page of a list. Each zone can be written in many ways, so not all are kept.
const known = new Map<string, string>()
const knownMax = 1000

/** A time zone as it is usually written, or undefined if the name is none: `eUrope/berlin` is `Europe/Berlin`. */
export function zoneNamed(name: string): string | undefined {
  const before = known.get(name)
  if (before !== undefined) return before
  const zone = name === '' || name.length > 64 ? undefined : written(name)
  if (zone !== undefined && known.size < knownMax) known.set(name, zone)
  return zone
}

function written(timeZone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  } catch {
    // RangeError: the name is none of a time zone.
    return undefined
  }
}

/** The zone whose days a list is filtered by. */
export const timeZone = z.string().refine((name) => zoneNamed(name) !== undefined)
