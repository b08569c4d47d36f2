import type { Id } from '@entente/domain/core/id'
import { cutVersion, searchTermsOf, searchWordsOf } from '@entente/domain/core/search-words'
import type { CustomerLabel } from '@entente/domain/relationship/customer-label'
import { labelLimits } from '@entente/domain/relationship/customer-list-sizes'
import { type RawBuilder, sql } from 'kysely'
import type { PartnerDb } from '../core/scopes.ts'
import { type Filters, matchingCustomers, type OfPartner, servicesWanted } from './customer-matching.ts'

type Labelled = CustomerLabel & { id: Id<'relationship'> }

/** The most tags that the list offers to filter by. */
const offeredMax = 200

/** The different tags of a partner's customers, each found by one step into the index. */
export const tagsOf = (partnerId: OfPartner): RawBuilder<string[]> => sql`
  array(with recursive found(tag, number) as (
    (select tag, 1 from customer_tag where partner_id = ${partnerId} order by tag limit 1)
    union all select (select tag from customer_tag where partner_id = ${partnerId} and tag > found.tag
      order by tag limit 1), number + 1 from found where tag is not null and number < ${sql.lit(offeredMax)})
  select tag from found where tag is not null)`

export async function listTags(db: PartnerDb, partnerId: Id<'organisation'>): Promise<string[]> {
  const { rows } = await sql<{ tags: string[] }>`select ${tagsOf(partnerId)} as tags`.execute(db)
  return rows[0]?.tags ?? []
}

/** The labels of these customers; those without one are left out. */
export async function listLabels(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  ids: Id<'relationship'>[],
): Promise<Map<Id<'relationship'>, CustomerLabel>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Labelled>`
    select wanted.id, (select alias from customer_alias where relationship_id = wanted.id and partner_id = ${partnerId}) as alias,
      array(select tag from customer_tag where relationship_id = wanted.id and partner_id = ${partnerId} order by tag) as tags
    from unnest(${ids}::uuid[]) wanted(id)`.execute(db)
  return new Map(rows.map(({ id, ...label }) => [id, label]))
}

/** Locks these customers of the partner, and returns them with their labels: of two changes at once, the second sees the first. */
export async function lockLabelled(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  ids: Id<'relationship'>[],
): Promise<(Labelled & { name: string })[]> {
  const found = await db
    .selectFrom('relationship')
    .select(['id', 'customerName as name'])
    .where('partnerId', '=', partnerId)
    .where('id', 'in', ids)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  const labels = await listLabels(
    db,
    partnerId,
    found.map(({ id }) => id),
  )
  return found.map((row) => ({ ...row, ...(labels.get(row.id) ?? { alias: null, tags: [] }) }))
}

/** Saves labels in place of those before, with the words that find the aliases. */
export async function saveLabels(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  labels: readonly Labelled[],
): Promise<void> {
  const ids = labels.map(({ id }) => id)
  await db
    .deleteFrom('customerAlias')
    .where('partnerId', '=', partnerId)
    .where('relationshipId', 'in', ids)
    .execute()
  await db
    .deleteFrom('customerTag')
    .where('partnerId', '=', partnerId)
    .where('relationshipId', 'in', ids)
    .execute()
  const aliases = labels.flatMap(({ id: relationshipId, alias }) =>
    alias ? { relationshipId, partnerId, alias, termsVersion: cutVersion } : [],
  )
  if (aliases.length > 0) await db.insertInto('customerAlias').values(aliases).execute()
  const terms = aliases.flatMap(({ relationshipId, alias }) =>
    searchTermsOf(alias).map((term) => ({ partnerId, relationshipId, term, termsVersion: cutVersion })),
  )
  if (terms.length > 0) await db.insertInto('customerAliasTerm').values(terms).execute()
  const tags = labels.flatMap(({ id: relationshipId, tags }) =>
    tags.map((tag) => ({ relationshipId, partnerId, tag })),
  )
  if (tags.length > 0) await db.insertInto('customerTag').values(tags).execute()
}

/**
 * Locks the customers that match, up to one more than one change reaches, and returns them with their labels. The locks are
 * taken in the order of `lockLabelled`: two changes at once wait for each other.
 */
export async function lockMatching(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  wish: Filters,
): Promise<Labelled[]> {
  const words = searchWordsOf(wish.search ?? '')
  // Invisible signs alone are no word, and find nobody rather than everybody.
  if (wish.search && words.length === 0) return []
  const matching = matchingCustomers(db, partnerId, words, await servicesWanted(db, partnerId, wish), wish)
  const found = await db
    .with(
      (found) => found('found').materialized(),
      () => matching.select('id').limit(labelLimits.matches + 1),
    )
    .selectFrom('relationship')
    .select('id')
    .where('partnerId', '=', partnerId)
    .where('id', 'in', (eb) => eb.selectFrom('found').select('id'))
    .orderBy('id')
    .forNoKeyUpdate('relationship')
    .execute()
  const ids = found.map(({ id }) => id)
  const labels = await listLabels(db, partnerId, ids)
  return ids.map((id) => ({ id, ...(labels.get(id) ?? { alias: null, tags: [] }) }))
}

/** Removes tags from customers and adds others, however many customers, in one statement. */
export async function changeTags(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  ids: readonly Id<'relationship'>[],
  { add, remove }: { add: readonly string[]; remove: readonly string[] },
): Promise<void> {
  const gone = remove.filter((tag) => !add.includes(tag))
  await sql`
    with gone as (delete from customer_tag
      where partner_id = ${partnerId} and relationship_id = any(${ids}::uuid[]) and tag = any(${gone}::text[]))
    insert into customer_tag (relationship_id, partner_id, tag)
    select id, ${partnerId}, tag from unnest(${ids}::uuid[]) id, unnest(${add}::text[]) tag
    on conflict do nothing`.execute(db)
}
