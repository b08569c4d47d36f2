import { hash } from 'node:crypto'
import type { CurrentSession } from './locals.ts'

/** A session as the API told it, and the mark by which the API would tell it again. */
export type KnownSession = { session: CurrentSession; mark: string }

// Within this time people open most of their next pages.
const keptForMs = 60_000
const keptMax = 5000
const kept = new Map<string, KnownSession & { keptAt: number }>()

const keyOf = (token: string): string => hash('sha256', token, 'base64url')

/**
 * What the session of a token was when the API last told it. It may have changed or ended since: each answer of the API has
 * the mark of the session as it is.
 */
export function knownSession(token: string): KnownSession | undefined {
  const known = kept.get(keyOf(token))
  return known && performance.now() - known.keptAt < keptForMs ? known : undefined
}

export function keepSession(token: string, known: KnownSession): void {
  const now = performance.now()
  // In the order in which they were kept.
  for (const [key, { keptAt }] of kept) {
    if (kept.size < keptMax && now - keptAt < keptForMs) break
    kept.delete(key)
  }
  const key = keyOf(token)
  kept.delete(key)
  kept.set(key, { ...known, keptAt: now })
}

export const forgetSession = (token: string): boolean => kept.delete(keyOf(token))
