import type { Id } from '@entente/domain/core/id'
import { sql } from 'kysely'
import type { Scoped } from './scopes.ts'
import { type Places, statement } from './statement.ts'

/**
 * Lets nobody revoke a link, or suspend the partners that it names, until the transaction ends: what comes after it reads them as
 * they are until then (R8). Any number of acceptances hold the same ones at once; migration 0182 has the other side. Returns
 * whether the scope saw the link: if it did not, no partner is locked.
 */
export const holdForAcceptance = async (
  db: Scoped<'customer' | 'partner'>,
  link: Id<'link'>,
): Promise<boolean> => (await db.executeQuery(hold({ link }))).rows[0]?.seen ?? false

const place = (table: 'relationship_link' | 'organisation', id: string) =>
  sql`pg_advisory_xact_lock_shared(hashtext(${sql.lit(table)}), hashtext(${sql.raw(id)}::text) & 255)`

// The lock function is strict: a null id locks nothing.
const hold = statement(
  (_, { link }: Places<{ link: Id<'link'> }>) => sql<{ seen: boolean }>`
    select ${place('relationship_link', 'asked.id')}, ${place('organisation', 'partner_id')},
      ${place('organisation', 'provider_id')}, partner_id is not null as seen
    from (values (${link}::uuid)) as asked (id) left join relationship_link on relationship_link.id = asked.id`,
)
