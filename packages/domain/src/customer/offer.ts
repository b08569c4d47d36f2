import { z } from 'zod'
import { legacyEncodings } from '../core/csv.ts'
import { searchText } from '../core/search-text.ts'
import { oneLine } from '../identity/account.ts'

/** How long a commitment lasts, as an ISO 8601 duration. A price is for one seat and one term. */
export const offerTerms = ['P1M', 'P1Y', 'P3Y'] as const
export type OfferTerm = (typeof offerTerms)[number]

/** The time from which a term that began at `start` renews or ends, the `count`th time. */
export function termEnd(start: Date, term: OfferTerm, count = 1): Date {
  const months = { P1M: 1, P1Y: 12, P3Y: 36 }[term] * count
  const end = new Date(start)
  end.setUTCDate(1)
  end.setUTCMonth(start.getUTCMonth() + months)
  const days = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate()
  end.setUTCDate(Math.min(start.getUTCDate(), days))
  return end
}

/** The first end of a term that lies after `now`. */
export function currentTermEnd(start: Date, term: OfferTerm, now: Date): Date {
  let count = 1
  while (termEnd(start, term, count) <= now) count += 1
  return termEnd(start, term, count)
}

/** `amount` is in the smallest unit of the currency, such as cents. */
export type OfferPrice = { term: OfferTerm; currency: string; amount: number }

/** An entry of the cloud's price list, as the operator imported it last. `code` is the catalogue's own id. */
export type OfferFacts = {
  code: string
  name: string
  service: string
  /** The code of the offer that this one adds to; null for one that is bought by itself. */
  addOnOf: string | null
  seatsMin: number
  seatsMax: number
  /** Whether a permitted customer may buy it itself. */
  selfService: boolean
}
export type ListedOffer = OfferFacts & { prices: OfferPrice[] }

/** How many digits of a currency stand behind the point. */
export const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

/** Limits of one price list. */
export const offerListLimits = { rows: 20_000, bytes: 4 * 1024 * 1024 }

/** The columns of a price list, as its header row names them: one row for each price of an offer. */
export const offerColumns = [
  'offer_id',
  'name',
  'service',
  'add_on_of',
  'min_seats',
  'max_seats',
  'self_service',
  'term',
  'currency',
  'price',
] as const
export type OfferColumn = (typeof offerColumns)[number]

/** A list without these columns is refused. */
export const neededOfferColumns = [
  'offer_id',
  'name',
  'service',
  'term',
  'currency',
  'price',
] as const satisfies OfferColumn[]

/** What can be bought at most in one order. */
export const seatsLimit = 1_000_000

const blank = z.literal('')
const code = oneLine(100)
const seats = (otherwise: number) =>
  z.union([
    blank.transform(() => otherwise),
    z
      .string()
      .trim()
      .regex(/^\d{1,7}$/)
      .transform(Number)
      .pipe(z.number().min(1).max(seatsLimit)),
  ])
const yesOrNo = z
  .string()
  .transform((text) => text.trim().toLowerCase() || 'no')
  .pipe(z.enum(['yes', 'no', 'true', 'false', '1', '0']))
  .transform((text) => ['yes', 'true', '1'].includes(text))
const upper = z.string().transform((text) => text.trim().toUpperCase())

/** One row of a price list, every column a text. */
const offerRow = z.object({
  offer_id: code,
  name: oneLine(200),
  service: oneLine(50).transform((service) => service.toLowerCase()),
  add_on_of: z.union([blank, code]).transform((base) => base || null),
  min_seats: seats(1),
  max_seats: seats(seatsLimit),
  self_service: yesOrNo,
  term: upper.pipe(z.enum(offerTerms)),
  currency: upper.pipe(z.string().regex(/^[A-Z]{3}$/)),
  // A decimal comma is read as a point; no price has separators between its thousands.
  price: z
    .string()
    .trim()
    .regex(/^\d{1,8}([.,]\d{1,3})?$/),
})

export const offerFaults = [
  'not_text',
  'damaged_text',
  'not_csv',
  'too_many_rows',
  'too_many_fields',
  'unknown_column',
  'no_rows',
  'missing',
  'unreadable',
  'unknown_service',
  'unknown_currency',
  'unknown_base',
  'seats_reversed',
  'contradiction',
  'twice',
  'too_many_decimals',
] as const
export type OfferFault = { row: number; column: OfferColumn | null; fault: (typeof offerFaults)[number] }

type Read = { row: number; offer: OfferFacts; price: OfferPrice }

/** Reads the rows of a price list. A list with a single faulty row is not imported, because an old price could stay. */
export function readOffers(
  rows: { row: number; fields: Record<string, string> }[],
  cloud: { services: readonly { id: string }[]; subscriptions: { currencies: readonly string[] } },
): { offers: ListedOffer[]; faults: OfferFault[] } {
  const faults: OfferFault[] = []
  const read: Read[] = []
  for (const { row, fields } of rows) {
    const parsed = readRow(fields, cloud)
    if ('offer' in parsed) read.push({ row, ...parsed })
    else faults.push(...parsed.faults.map((fault) => ({ row, ...fault })))
  }
  const offers = new Map<string, ListedOffer>()
  for (const one of read) {
    const fault = addTo(offers, one)
    if (fault) faults.push({ row: one.row, ...fault })
  }
  for (const { row, offer } of read) {
    const base = offer.addOnOf === null ? undefined : offers.get(offer.addOnOf)
    if (offer.addOnOf !== null && (!base || base.addOnOf !== null || base.service !== offer.service))
      faults.push({ row, column: 'add_on_of', fault: 'unknown_base' })
  }
  return { offers: [...offers.values()], faults: faults.toSorted((a, b) => a.row - b.row) }
}

type RowFault = Omit<OfferFault, 'row'>

function readRow(
  fields: Record<string, string>,
  cloud: Parameters<typeof readOffers>[1],
): { offer: OfferFacts; price: OfferPrice } | { faults: RowFault[] } {
  const none = Object.fromEntries(offerColumns.map((column) => [column, '']))
  const parsed = offerRow.safeParse({ ...none, ...fields })
  if (!parsed.success) {
    const columns = [...new Set(parsed.error.issues.map(({ path }) => path[0] as OfferColumn))]
    return {
      faults: columns.map((column) => ({
        column,
        fault: fields[column]?.trim() ? 'unreadable' : 'missing',
      })),
    }
  }
  const { data } = parsed
  const { service, currency, term } = data
  const fault = (column: OfferColumn, what: OfferFault['fault']) => ({ faults: [{ column, fault: what }] })
  if (!cloud.services.some(({ id }) => id === service)) return fault('service', 'unknown_service')
  if (!cloud.subscriptions.currencies.includes(currency)) return fault('currency', 'unknown_currency')
  if (data.min_seats > data.max_seats) return fault('max_seats', 'seats_reversed')
  const [whole, decimals = ''] = data.price.split(/[.,]/)
  const digits = digitsOf(currency)
  if (decimals.length > digits) return fault('price', 'too_many_decimals')
  return {
    offer: {
      ...{ code: data.offer_id, name: data.name, service, addOnOf: data.add_on_of },
      ...{ seatsMin: data.min_seats, seatsMax: data.max_seats, selfService: data.self_service },
    },
    price: { term, currency, amount: Number(`${whole}${decimals.padEnd(digits, '0')}`) },
  }
}

function addTo(offers: Map<string, ListedOffer>, { offer, price }: Read): RowFault | undefined {
  const known = offers.get(offer.code)
  if (!known) {
    offers.set(offer.code, { ...offer, prices: [price] })
    return undefined
  }
  const { prices, ...facts } = known
  const names = Object.keys(facts) as (keyof OfferFacts)[]
  if (names.some((name) => facts[name] !== offer[name])) return { column: 'offer_id', fault: 'contradiction' }
  if (prices.some(({ term, currency }) => term === price.term && currency === price.currency))
    return { column: 'term', fault: 'twice' }
  prices.push(price)
  return undefined
}

export const offerListInput = z.object({
  search: searchText.optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(100).default(50),
})

export const priceListInput = z.object({
  /** The bytes of the file, in base64. */
  file: z.string().max(Math.ceil(offerListLimits.bytes / 3) * 4),
  encoding: z.enum(legacyEncodings).nullable().default(null),
  /** What the refusal `csv_encoding_unconfirmed` named, once the person has seen the text of this file in this encoding. */
  seen: z.string().max(100).default(''),
})
export type PriceListInput = z.output<typeof priceListInput>
