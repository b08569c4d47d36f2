import { hash, randomBytes } from 'node:crypto'

/** When a session ends: an instance may choose shorter times than 30 idle minutes and 12 hours. */
export type SessionTimes = { idleMinutes: number; absoluteHours: number }
export const longestSession: SessionTimes = { idleMinutes: 30, absoluteHours: 12 }

/**
 * A sign-in in progress lives 10 minutes while it waits for its
 * second factor, and 30 while it waits for a new password, because its temporary password opens no other. Sensitive
 * acts need a sign-in or step-up of the last 15 minutes, in case somebody finds the browser open.
 */
export const sessionLimits = {
  waitingMinutes: 10,
  passwordChangeMinutes: 30,
  freshMinutes: 15,
}

/** A new 256-bit session token; only its hash is stored. */
export const newSessionToken = (): string => randomBytes(32).toString('base64url')

export const hashSessionToken = (token: string): Buffer => hash('sha256', token, 'buffer')
