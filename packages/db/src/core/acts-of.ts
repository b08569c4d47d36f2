import type { Id } from '@entente/domain/core/id'
import { type RawBuilder, sql } from 'kysely'
import type { Scoped } from './scopes.ts'

// So many people act so often that the newest records hold enough of theirs.
const peopleMax = 100

/**
 * A condition on `record`: one of these people acted. Few people are found first, so that the index on who acted serves them:
 * with the search inside the condition PostgreSQL reads the newest records of everybody until the page is full, which it
 * never is.
 */
export async function actsOf(
  db: Scoped<'partner' | 'delegate' | 'operator'>,
  people: RawBuilder<{ id: Id<'account'> }>,
): Promise<RawBuilder<boolean>> {
  const { rows } = await sql<{ id: Id<'account'> }>`${people} limit ${peopleMax + 1}`.execute(db)
  return rows.length > peopleMax
    ? sql<boolean>`record.actor_id in (${people})`
    : sql<boolean>`record.actor_id = any(${rows.map(({ id }) => id)}::uuid[])`
}
