import type { Tone } from './tone.ts'

/** One thing that happened. `at` is the moment in words, `dateTime` in ISO. */
export type TimelineEvent = {
  id: string
  title: string
  at: string
  dateTime: string
  tone?: Tone
  text?: string
  href?: string
}
