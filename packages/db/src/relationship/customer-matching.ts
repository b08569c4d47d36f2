import type { Id } from '@entente/domain/core/id'
import { daysBefore } from '@entente/domain/core/local-day'
import { type CustomerListInput, hasWantedServices } from '@entente/domain/relationship/customer-list'
import { type RawBuilder, sql } from 'kysely'
import type { PartnerDb } from '../core/scopes.ts'
import type { Places } from '../core/statement.ts'

/** A partner's id, or its place in a statement that is composed once. */
export type OfPartner = Id<'organisation'> | Places<{ partnerId: Id<'organisation'> }>['partnerId']

/** The part of the list that is asked for. */
export type Wish = CustomerListInput & {
  catalogue: readonly string[]
  now: Date
  /** Only those that this other side of a live partnership has too. */
  sharedWith?: Id<'organisation'>
}

/** What decides whether a customer matches, wherever it stands in the list. */
export type Filters = Omit<Wish, 'sort' | 'direction' | 'limit'>

/** Whether anything narrows the list. */
export const isNarrowed = (wish: Wish): boolean =>
  [wish.search, wish.service, wish.missing, wish.country, wish.origin, wish.tag].some(Boolean) ||
  [wish.requests, wish.since, wish.lost, wish.sharedWith].some(Boolean)

/** Whether the list is narrowed by words and by nothing else. */
export const isSearchAlone = (wish: Wish): boolean =>
  Boolean(wish.search) && !isNarrowed({ ...wish, search: undefined })

/** The partner's customers that pass every filter. */
export function matchingCustomers(
  db: Pick<PartnerDb, 'selectFrom'>,
  partnerId: OfPartner,
  words: string[][],
  sets: string[] | undefined,
  { country, origin, tag, requests, since, lost, sharedWith, now, timeZone }: Filters,
) {
  let query = db.selectFrom('relationship').where('partnerId', '=', partnerId).where('status', '=', 'active')
  if (sets) query = query.where(sql<boolean>`service_set = any(${sets}::text[])`)
  if (sharedWith) query = query.where(sql<boolean>`customer_id in (select shared_customers(${sharedWith}))`)
  if (country) query = query.where('customerCountry', '=', country)
  if (origin) query = query.where('origin', '=', origin)
  if (tag)
    query = query.where(
      sql<boolean>`id in (select relationship_id from customer_tag where partner_id = ${partnerId} and tag = ${tag})`,
    )
  if (requests) query = query.where(sql<boolean>`id in ${customersWithOpenRequests(partnerId)}`)
  if (since) query = query.where('since', '>=', daysBefore(now, since, timeZone))
  if (lost)
    query = query.where(
      sql<boolean>`id in ${customersThatTookAway(partnerId, daysBefore(now, lost, timeZone))}`,
    )
  if (words.length > 0) query = query.where(hasWords(partnerId, words, sql.ref('id')))
  return query
}

/** Whether a customer's name, domain or alias has all of these words, each in one of its spellings. */
export const hasWords = (partnerId: OfPartner, words: string[][], id: RawBuilder<unknown>) =>
  sql<boolean>`(true ${sql.join(
    words.map((spellings) => sql`and ${id} in (${withWord(partnerId, spellings)})`),
    sql` `,
  )})`

/** The customers with a word, some of them several times. */
export const withWord = (partnerId: OfPartner, spellings: string[]) => {
  const found = sql`partner_id = ${partnerId} and ${isSpelling(spellings)}`
  return sql`select relationship_id from relationship_term where ${found}
    union all select relationship_id from customer_alias_term where ${found}`
}

/** Whether one customer has all of these words, asked by its own words. */
export const hasEachWord = (partnerId: Id<'organisation'>, words: string[][], id: RawBuilder<unknown>) =>
  sql<boolean>`(true ${sql.join(
    words.map((spellings) => {
      // The offset keeps it a question about one row: as a join it would begin with everybody who has the word.
      const found = sql`relationship_id = ${id} and partner_id = ${partnerId} and ${isSpelling(spellings)} offset 0`
      return sql`and (exists (select from relationship_term where ${found})
        or exists (select from customer_alias_term where ${found}))`
    }),
    sql` `,
  )})`

// `>=` and `<` are leakproof, so row-level security still lets the index be used.
const isSpelling = (spellings: string[]) =>
  sql`(${sql.join(
    spellings.map((spelling) => sql`(term >= ${spelling} and term < ${pastWord(spelling)})`),
    sql` or `,
  )})`

/** Sorts behind every word that begins with this one. */
export const pastWord = (spelling: string): string => `${spelling}\u{10FFFF}`

/** The relationships of customers that took privileges away since a moment, and have not given them back. */
export const customersThatTookAway = (partnerId: OfPartner, since: Date) => sql`(
  select own.id from admin_grant ended join relationship own using (partner_id, customer_id)
  where ended.partner_id = ${partnerId} and own.partner_id = ${partnerId} and ended.ended_at >= ${since} and not ended.given_up
    and own.status = 'active' and not ended.service = any(own.services))`

/** The relationships with a request that waits: the customer asks to end it, or a service request is open. */
const customersWithOpenRequests = (partnerId: OfPartner) => sql`(
  select asked.relationship_id from end_request asked join relationship own on own.id = asked.relationship_id
  where asked.partner_id = ${partnerId} and asked.status in ('open', 'explained', 'agreed')
    and own.since <= asked.asked_at
  union all select relationship_id from service_request where partner_id = ${partnerId} and status <> 'closed')`

/** The sets of services among the partner's customers that pass the filters; undefined without such a filter. */
export async function servicesWanted(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  wish: Pick<Wish, 'service' | 'missing' | 'catalogue'>,
) {
  if (!wish.service && !wish.missing) return undefined
  const { rows } = await sql<{ sets: string[] }>`select ${valuesOf(partnerId, 'serviceSet')} as sets`.execute(
    db,
  )
  return rows[0]?.sets.filter((set) => hasWantedServices(set.split(' '), wish, wish.catalogue))
}

/** The different values of an indexed column among the partner's customers, each found by one step into the index. */
export const valuesOf = (
  partnerId: OfPartner,
  column: 'serviceSet' | 'customerCountry' | 'origin',
): RawBuilder<string[]> => {
  const name = sql.ref(column)
  const next = (beyond: RawBuilder<unknown>) => sql`(select ${name} from relationship
    where partner_id = ${partnerId} and status = 'active' ${beyond} order by ${name} limit 1)`
  return sql`array(with recursive found(value) as (
      select ${next(sql``)} union all select ${next(sql`and ${name} > found.value`)} from found where value is not null)
    select value from found where value is not null)`
}
