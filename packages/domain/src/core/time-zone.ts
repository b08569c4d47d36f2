import { z } from 'zod'

// Beside `local-day.ts`, which pages load in the browser: this file brings zod.

export const isTimeZone = (name: string): boolean => {
  try {
    return name !== '' && name.length <= 64 && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    // RangeError: the name is none of a time zone.
    return false
  }
}

/** The zone whose days a list is filtered by. */
export const timeZone = z.string().refine(isTimeZone)
