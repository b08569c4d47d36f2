import { z } from 'zod'

// Beside `local-day.ts`, which pages load in the browser: this file brings zod.

// Making a format takes as long as reading a page of a list. Each zone can be written in many ways, so not all are kept.
const known = new Set<string>()
const knownMax = 1000

export const isTimeZone = (name: string): boolean => {
  if (known.has(name)) return true
  if (name === '' || name.length > 64 || !isFormatted(name)) return false
  if (known.size < knownMax) known.add(name)
  return true
}

const isFormatted = (timeZone: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }))
  } catch {
    // RangeError: the name is none of a time zone.
    return false
  }
}

/** The zone whose days a list is filtered by. */
export const timeZone = z.string().refine(isTimeZone)
