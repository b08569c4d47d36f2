import type { Id } from '@entente/domain/core/id'
import type { Scoped } from '../core/scopes.ts'
import { type Places, statementOfRows } from '../core/statement.ts'

/** Where a partner's customers find help. */
export type PartnerSupport = { email: string | null; phone: string | null; website: string | null }

/** What these partners tell their customers, by partner: of those whose card the scope may read. */
export async function findSupport(
  db: Scoped<'link' | 'customer'>,
  ids: Id<'organisation'>[],
): Promise<Map<string, PartnerSupport>> {
  if (ids.length === 0) return new Map()
  const { rows } = await db.executeQuery(supports(ids.map((id) => ({ id }))))
  return new Map(rows.map(({ organisationId, ...support }) => [organisationId, support]))
}

const supports = statementOfRows((db, rows: Places<{ id: Id<'organisation'> }>[]) =>
  db
    .selectFrom('partnerProfile')
    .select(['organisationId', 'supportEmail as email', 'supportPhone as phone', 'supportWebsite as website'])
    .where(
      'organisationId',
      'in',
      rows.map(({ id }) => id),
    ),
)
