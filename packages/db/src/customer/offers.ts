import type { Id } from '@entente/domain/core/id'
import { cutVersion } from '@entente/domain/core/search-words'
import type { ListedOffer, OfferPrice } from '@entente/domain/customer/offer'
import type { SoldOffer } from '@entente/domain/customer/order'
import { type SqlBool, sql } from 'kysely'
import { pageOf, pageRows, readCursor } from '../core/cursor.ts'
import { newId } from '../core/new-id.ts'
import type { CustomerDb, OperatorDb, Scoped } from '../core/scopes.ts'
import { cutOf, matchesSearch } from '../core/search.ts'

/** An offer with its prices in one currency, or in all for the operator. */
export type OfferRow = SoldOffer & { id: Id<'offer'> }

const offers = (db: Scoped<'partner' | 'operator' | 'customer'>, currency: string | null) =>
  db
    .selectFrom('offer')
    .leftJoin('offer as base', 'base.id', 'offer.addOnOf')
    .select(['offer.id', 'offer.code', 'offer.name', 'offer.service', 'base.code as addOnOf'])
    .select(['offer.seatsMin', 'offer.seatsMax', 'offer.selfService', 'offer.withdrawnAt', 'offer.sortKey'])
    .select(
      sql<OfferPrice[]>`array(select jsonb_build_object('term', term, 'currency', currency, 'amount', amount)
        from offer_price where offer_id = offer.id and currency = coalesce(${currency}, currency)
        order by term, currency)`.as('prices'),
    )

type Row = Awaited<ReturnType<ReturnType<typeof offers>['executeTakeFirstOrThrow']>>
const toOffer = ({ withdrawnAt, sortKey: _, ...row }: Row): OfferRow => ({
  ...row,
  isWithdrawn: withdrawnAt !== null,
})

/** Replaces the price list: what is not on it any more is withdrawn. */
export async function saveOffers(
  db: OperatorDb,
  listed: ListedOffer[],
  now: Date,
): Promise<{ withdrawn: number }> {
  // Two imports at once must not mix.
  await sql`select pg_advisory_xact_lock(hashtext('offer import'))`.execute(db)
  const ids = new Map(
    (await db.selectFrom('offer').select(['id', 'code']).execute()).map(({ id, code }) => [code, id]),
  )
  for (const { code } of listed) if (!ids.has(code)) ids.set(code, newId<'offer'>())
  // Bases come before what adds to them.
  const ordered = listed.toSorted((a, b) => Number(a.addOnOf !== null) - Number(b.addOnOf !== null))
  for (const some of inBatches(ordered))
    await db
      .insertInto('offer')
      .values(
        some.map(({ prices: _, addOnOf, ...offer }) => ({
          ...{ ...offer, ...cutOf(offer.name, offer.code), importedAt: now, withdrawnAt: null },
          ...{ id: idOf(ids, offer.code), addOnOf: addOnOf === null ? null : idOf(ids, addOnOf) },
        })),
      )
      .onConflict((conflict) =>
        conflict.column('code').doUpdateSet(({ ref }) => ({
          ...{
            name: ref('excluded.name'),
            service: ref('excluded.service'),
            addOnOf: ref('excluded.addOnOf'),
          },
          ...{ seatsMin: ref('excluded.seatsMin'), seatsMax: ref('excluded.seatsMax') },
          ...{ selfService: ref('excluded.selfService'), withdrawnAt: null, importedAt: now },
          ...{ sortKey: ref('excluded.sortKey'), terms: ref('excluded.terms'), termsVersion: -cutVersion },
        })),
      )
      .execute()
  await db.deleteFrom('offerPrice').execute()
  const prices = listed.flatMap(({ code, prices }) =>
    prices.map((price) => ({ offerId: idOf(ids, code), ...price })),
  )
  for (const some of inBatches(prices)) await db.insertInto('offerPrice').values(some).execute()
  const { numUpdatedRows } = await db
    .updateTable('offer')
    .set({ withdrawnAt: now })
    .where('withdrawnAt', 'is', null)
    .where('importedAt', '<', now)
    .executeTakeFirstOrThrow()
  return { withdrawn: Number(numUpdatedRows) }
}

function idOf(ids: Map<string, Id<'offer'>>, code: string): Id<'offer'> {
  const id = ids.get(code)
  if (!id) throw new Error(`The offer ${code} is not on the price list.`)
  return id
}

function* inBatches<T>(rows: T[], size = 1000): Generator<T[]> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size)
}

type Page = { search?: string | undefined; cursor?: string | undefined; limit: number }

/** One page of the price list by name, withdrawn offers too. */
export const listOffers = (db: OperatorDb, page: Page) => paged(offers(db, null), page)

/**
 * One page of what is sold in a currency: offers that are bought by themselves, those that add to `base`, or those of a
 * service that another one can move to.
 */
export function listSoldOffers(
  db: Scoped<'partner' | 'customer'>,
  {
    currency,
    addOnOf,
    service,
    selfService = false,
  }: {
    currency: string
    addOnOf: Id<'offer'> | null
    service: string | null
    /** Only what a permitted customer may buy itself. */
    selfService?: boolean
  },
  page: Page,
) {
  const sold = offers(db, currency)
    .where('offer.withdrawnAt', 'is', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('offerPrice')
          .select('term')
          .whereRef('offerId', '=', 'offer.id')
          .where('currency', '=', currency),
      ),
    )
    .where('offer.addOnOf', addOnOf === null ? 'is' : '=', addOnOf)
    .$if(selfService, (query) => query.where('offer.selfService', '=', true))
    .$if(service !== null, (query) => query.where('offer.service', '=', service ?? ''))
  return paged(sold, page)
}

/** Which of these offers have something that a customer may add itself, by the currencies in which it is sold. */
export const listBasesToAddTo = (
  db: CustomerDb,
  ids: Id<'offer'>[],
): Promise<{ offerId: Id<'offer'> | null; currency: string }[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('offer')
        .innerJoin('offerPrice', 'offerPrice.offerId', 'offer.id')
        .select(['offer.addOnOf as offerId', 'offerPrice.currency'])
        .distinct()
        .where('offer.addOnOf', 'in', ids)
        .where('offer.selfService', '=', true)
        .where('offer.withdrawnAt', 'is', null)
        .execute()

async function paged(query: ReturnType<typeof offers>, { search = '', cursor, limit }: Page) {
  const after = readCursor(cursor, ['text', 'id'])
  let found = query.orderBy('offer.sortKey').orderBy('offer.id').limit(pageRows(limit))
  const wanted = search.trim()
  if (wanted) found = found.where(matchesSearch('offer.terms', wanted))
  if (after) found = found.where(sql<SqlBool>`(offer.sort_key, offer.id) > (${after[0]}, ${after[1]}::uuid)`)
  const rows = await found.execute()
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.sortKey, last.id])
  return { offers: page.map(toOffer), nextCursor }
}

/** An offer with its prices in a currency, also when it is sold no more. */
export async function findOffer(
  db: Scoped<'partner' | 'customer'>,
  id: Id<'offer'>,
  currency: string,
): Promise<OfferRow | undefined> {
  const row = await offers(db, currency).where('offer.id', '=', id).executeTakeFirst()
  return row && toOffer(row)
}
