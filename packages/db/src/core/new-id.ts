import { randomUUID } from 'node:crypto'
import type { Id } from '@entente/domain/core/id'

const last = { ms: 0, count: 0 }

/**
 * A UUIDv7, ordered by time; made by the application, because SQL's own needs PostgreSQL 18. Ids of one process grow: those of one
 * millisecond by a counter, which begins anywhere in its lower half. The rest is taken from Node's own ids, whose random bits are
 * fetched for many at once.
 */
export function newId<Noun extends string>(): Id<Noun> {
  const random = randomUUID()
  const now = Date.now()
  if (now > last.ms) {
    last.ms = now
    last.count = Number.parseInt(random.slice(15, 18), 16) % (countMax / 2)
  } else if (++last.count >= countMax) {
    last.ms++
    last.count = 0
  }
  const time = last.ms.toString(16).padStart(12, '0')
  const count = last.count.toString(16).padStart(3, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}${random.slice(18)}` as Id<Noun>
}

const countMax = 0x1000
