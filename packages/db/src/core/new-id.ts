import type { Id } from '@entente/domain/core/id'
import { v7 } from 'uuid'

/** A UUIDv7, ordered by time; made by the application, because SQL's own needs PostgreSQL 18. */
export const newId = <Noun extends string>(): Id<Noun> => v7() as Id<Noun>
