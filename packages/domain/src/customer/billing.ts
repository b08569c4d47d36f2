import { z } from 'zod'
import { dayAt, startOfDay } from '../core/local-day.ts'
import { searchText } from '../core/search-text.ts'
import { type OfferTerm, termEnd } from './offer.ts'
import type { OrderKind } from './order.ts'

const dayMs = 86_400_000

/** An order that was carried out, as a statement reads it. The price is that of one seat and one term. */
export type BilledOrder = {
  id: string
  kind: OrderKind
  settledAt: Date
  quantityAfter: number
  offer: string
  term: OfferTerm
  /** In the smallest unit of the currency. */
  unitPrice: number
  /** Of a renewal: whether it is on. */
  renews: boolean | null
}

export const lineKinds = ['first_term', 'renewal', 'added', 'removed', 'moved', 'canceled'] as const

/** One amount of a statement. `source` is unique within a subscription, so that nothing is billed twice. */
export type BilledLine = {
  source: string
  kind: (typeof lineKinds)[number]
  offer: string
  at: Date
  /** The end of the term that it pays for, or whose rest it gives back. */
  until: Date
  seats: number
  unitPrice: number
  days: number
  termDays: number
  /** In the smallest unit of the currency; a credit is negative. */
  amount: number
}

/** Seats of the present term that were bought at one price. */
type Layer = { seats: number; unitPrice: number; offer: string }
type State = {
  /** When the commitment began, whose terms follow one another, and which of them is present. */
  anchor: Date
  term: OfferTerm
  count: number
  layers: Layer[]
  last: BilledOrder
  renews: boolean
  suspendedAt: Date | null
  isOver: boolean
}

/**
 * Everything that a subscription cost until a moment, in the order of time. A term is paid when it begins. What changes within
 * a term counts for the days that are left of it, its own included: charges are rounded to the nearest unit, credits down, so
 * that no term is ever given back for more than it cost. Seats that go are those that came last. A suspended subscription
 * costs until it is deleted. What is returned for an earlier moment never changes later, so whatever statement takes a line
 * first keeps it.
 */
export function linesUntil(
  orders: readonly BilledOrder[],
  until: Date,
  rules: { suspendedDays: number },
): BilledLine[] {
  const lines: BilledLine[] = []
  let state: State | undefined
  for (const order of orders.toSorted(byTime)) {
    if (order.settledAt >= until) break
    if (state) lines.push(...renewals(state, order.settledAt, rules))
    if (order.kind === 'create') state = started(order)
    if (state) lines.push(...(order.kind === 'create' ? [firstTerm(state)] : changed(state, order)))
  }
  if (state) lines.push(...renewals(state, new Date(until.getTime() - 1), rules))
  return lines
}

const byTime = (one: BilledOrder, other: BilledOrder): number =>
  one.settledAt.getTime() - other.settledAt.getTime() || (one.id < other.id ? -1 : 1)

const started = (order: BilledOrder): State => ({
  ...{ anchor: order.settledAt, term: order.term, count: 1, last: order },
  ...{ layers: [layerOf(order)], renews: true, suspendedAt: null, isOver: false },
})
const layerOf = ({ quantityAfter: seats, unitPrice, offer }: BilledOrder): Layer => ({
  seats,
  unitPrice,
  offer,
})

/** The terms that begin until a moment, each paid in full at the last price. */
function renewals(state: State, moment: Date, { suspendedDays }: { suspendedDays: number }): BilledLine[] {
  const lines: BilledLine[] = []
  while (!state.isOver && state.renews) {
    const begin = termEnd(state.anchor, state.term, state.count)
    if (begin > moment) break
    if (state.suspendedAt && begin.getTime() - state.suspendedAt.getTime() >= suspendedDays * dayMs) {
      state.isOver = true
      break
    }
    state.count += 1
    state.layers = [{ ...layerOf(state.last), seats: seatsOf(state) }]
    lines.push(...paid(state, { at: begin, kind: 'renewal', source: `${state.last.id}/term/${state.count}` }))
  }
  return lines
}

const seatsOf = ({ layers }: State): number => layers.reduce((sum, { seats }) => sum + seats, 0)

function firstTerm(state: State): BilledLine {
  const { id, settledAt: at } = state.last
  return lineOf(state, state.layers[0] as Layer, { at, kind: 'first_term', source: `${id}/0` })
}

/** What an order within a term costs or gives back. */
function changed(state: State, order: BilledOrder): BilledLine[] {
  const { id, kind, settledAt: at } = order
  const before = seatsOf(state)
  state.last = order
  switch (kind) {
    case 'quantity': {
      const added = order.quantityAfter - before
      if (added < 0) return takenBack(state, -added, { at, kind: 'removed', id })
      const layer = { ...layerOf(order), seats: added }
      state.layers.push(layer)
      return [lineOf(state, layer, { at, kind: 'added', source: `${id}/0` })]
    }
    case 'transition':
    case 'migrate': {
      const credits = takenBack(state, before, { at, kind: 'moved', id })
      // A changed term starts on the day of the change; a changed offer runs to the end of the present term.
      if (kind === 'migrate') Object.assign(state, { anchor: at, term: order.term, count: 1 })
      state.layers = [layerOf(order)]
      return [...credits, ...paid(state, { at, kind: 'moved', source: `${id}/to` })]
    }
    case 'cancel':
      state.isOver = true
      return takenBack(state, before, { at, kind: 'canceled', id })
    case 'suspend':
      state.suspendedAt = at
      return []
    case 'resume':
      state.suspendedAt = null
      return []
    case 'renewal':
      return renewalTurned(state, order)
    default:
      return []
  }
}

/** A renewal that is turned on again after the end pays for the terms since, from the day of the order. */
function renewalTurned(state: State, { id, settledAt: at, renews }: BilledOrder): BilledLine[] {
  state.renews = renews ?? true
  const lines: BilledLine[] = []
  while (state.renews && termEnd(state.anchor, state.term, state.count) <= at) {
    state.count += 1
    state.layers = [{ ...layerOf(state.last), seats: seatsOf(state) }]
    const begin = termEnd(state.anchor, state.term, state.count - 1)
    const source = `${id}/term/${state.count}`
    lines.push(...paid(state, { at: begin, kind: 'renewal', source }).map((line) => ({ ...line, at })))
  }
  return lines
}

type Reason = { at: Date; kind: BilledLine['kind']; source: string }

/** All seats of the present term, from a moment of it. */
const paid = (state: State, reason: Reason): BilledLine[] =>
  state.layers.map((layer) => lineOf(state, layer, reason))

/** Gives back the rest of the term for so many seats, the newest first; one line for each price. */
function takenBack(
  state: State,
  seats: number,
  { id, ...reason }: Omit<Reason, 'source'> & { id: string },
): BilledLine[] {
  const lines: BilledLine[] = []
  let left = seats
  while (left > 0) {
    const layer = state.layers.pop()
    if (!layer) break
    const gone = Math.min(layer.seats, left)
    left -= gone
    if (gone < layer.seats) state.layers.push({ ...layer, seats: layer.seats - gone })
    const source = `${id}/${lines.length}`
    lines.push(lineOf(state, { ...layer, seats: gone }, { ...reason, source, isCredit: true }))
  }
  return lines
}

function lineOf(
  { anchor, term, count }: State,
  { seats, unitPrice, offer }: Layer,
  { isCredit = false, ...reason }: Reason & { isCredit?: boolean },
): BilledLine {
  const begin = count === 1 ? anchor : termEnd(anchor, term, count - 1)
  const until = termEnd(anchor, term, count)
  const termDays = Math.round((until.getTime() - begin.getTime()) / dayMs)
  const days = Math.max(0, Math.min(termDays, Math.ceil((until.getTime() - reason.at.getTime()) / dayMs)))
  const amount = share({ seats, unitPrice, days, termDays, isCredit })
  return { ...reason, offer, until, seats, unitPrice, days, termDays, amount }
}

/** Exact however large seats and prices are. */
function share(
  of: Pick<BilledLine, 'seats' | 'unitPrice' | 'days' | 'termDays'> & { isCredit: boolean },
): number {
  const whole = BigInt(of.seats) * BigInt(of.unitPrice) * BigInt(of.days)
  const parts = BigInt(of.termDays)
  return of.isCredit ? 0 - Number(whole / parts) : Number((2n * whole + parts) / (2n * parts))
}

/** What a statement comes to. */
export const totalOf = (lines: readonly Pick<BilledLine, 'amount'>[]): number =>
  lines.reduce((sum, { amount }) => sum + amount, 0)

/** The month after, as `2027-03`. */
export function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}

/** How long a month is over before its statements are made: what was ordered at its end is written by then. */
export const billingDelayHours = 6

/** The oldest month that is over and has no statements yet; null while there is none. */
export function dueMonth(
  known: { lastMonth: string | null; firstOrder: Date | null },
  now: Date,
  timeZone: string,
): string | null {
  const { lastMonth, firstOrder } = known
  const due = lastMonth ? nextMonth(lastMonth) : firstOrder && dayAt(firstOrder, timeZone).slice(0, 7)
  const present = dayAt(new Date(now.getTime() - billingDelayHours * 3_600_000), timeZone).slice(0, 7)
  return due && due < present ? due : null
}

/** When a month is over. */
export const endOfMonth = (month: string, timeZone: string): Date =>
  startOfDay(`${nextMonth(month)}-01`, timeZone)

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
export const statementListInput = z.object({
  month: month.optional(),
  search: searchText.optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(100).default(50),
})
