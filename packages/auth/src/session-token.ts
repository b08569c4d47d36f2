import { createHash, randomBytes } from 'node:crypto'

/**
 * Idle 30 minutes, absolute 12 hours; a sign-in that awaits its second factor lives 10 minutes, one that awaits
 * a new password half an hour, since its temporary one opens no other; and what must not be done by whoever finds an
 * open browser asks again after 15 (design 4).
 */
export const sessionLimits = {
  idleMinutes: 30,
  absoluteHours: 12,
  waitingMinutes: 10,
  passwordChangeMinutes: 30,
  freshMinutes: 15,
}

/** A new 256-bit session token; only its hash is stored. */
export const newSessionToken = (): string => randomBytes(32).toString('base64url')

export const hashSessionToken = (token: string): Buffer => createHash('sha256').update(token).digest()
