import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BilledOrder, dueMonth, endOfMonth, linesUntil, totalOf } from './billing.ts'
import { orderKinds } from './order.ts'

const rules = { suspendedDays: 90 }
const day = 86_400_000
const start = new Date('2027-01-01T12:00:00Z')
const at = (days: number) => new Date(start.getTime() + days * day)
const created: BilledOrder = {
  ...{ id: 'a', kind: 'create', settledAt: start, quantityAfter: 10, offer: 'Basic', term: 'P1M' },
  ...{ unitPrice: 310, renews: null },
}
const then = (id: string, days: number, change: Partial<BilledOrder>): BilledOrder => ({
  ...{ ...created, id, settledAt: at(days) },
  ...change,
})
const amounts = (orders: BilledOrder[], days: number) =>
  linesUntil(orders, at(days), rules).map(({ kind, amount }) => [kind, amount])

test('R-040 a term is paid when it begins, and again at each renewal', () => {
  expect(amounts([created], 70)).toEqual([
    ['first_term', 3100],
    ['renewal', 3100],
    ['renewal', 3100],
  ])
  expect(linesUntil([created], start, rules)).toEqual([])
})

test('R-040 seats that come within a term cost for the days that are left, those that go are given back, the last first', () => {
  const more = then('b', 15, { kind: 'quantity', quantityAfter: 12, unitPrice: 620 })
  const less = then('c', 25, { kind: 'quantity', quantityAfter: 9, unitPrice: 620 })
  // 16 of 31 days for two seats; then 6 of 31 days back for the two dear ones and a cheap one.
  expect(amounts([created, more, less], 28)).toEqual([
    ['first_term', 3100],
    ['added', 640],
    ['removed', -240],
    ['removed', -60],
  ])
  expect(amounts([created, more, less], 32).at(-1)).toEqual(['renewal', 9 * 620])
})

test('§4.10 another offer pays for the rest of the term, a new term starts on the day of the change, and a cancellation refunds the rest', () => {
  const moved = then('b', 15, { kind: 'transition', offer: 'Plus', unitPrice: 620 })
  expect(amounts([created, moved], 20).slice(1)).toEqual([
    ['moved', -1600],
    ['moved', 3200],
  ])
  const longer = then('b', 15, { kind: 'migrate', term: 'P1Y', unitPrice: 3000 })
  expect(amounts([created, longer], 300).slice(1)).toEqual([
    ['moved', -1600],
    ['moved', 30_000],
  ])
  const canceled = then('b', 5, { kind: 'cancel' })
  expect(amounts([created, canceled], 300).slice(1)).toEqual([['canceled', -2600]])
})

test('§4.10 nothing renews that is turned off, and what is turned on again pays for the terms since', () => {
  const off = then('b', 10, { kind: 'renewal', renews: false })
  expect(amounts([created, off], 300)).toEqual([['first_term', 3100]])
  const on = then('c', 40, { kind: 'renewal', renews: true })
  const lines = linesUntil([created, off, on], at(45), rules)
  expect(lines.map(({ kind, amount, at: when }) => [kind, amount, when])).toEqual([
    ['first_term', 3100, start],
    ['renewal', 3100, at(40)],
  ])
})

test('§4.10 a suspended subscription costs until it is deleted', () => {
  const suspended = then('b', 1, { kind: 'suspend' })
  expect(amounts([created, suspended], 365)).toHaveLength(4)
  expect(amounts([created, suspended, then('c', 50, { kind: 'resume' })], 365)).toHaveLength(12)
})

/** Orders as the machine of §4.10 allows them. */
const histories = fc
  .record({
    first: fc.record({ seats: fc.integer({ min: 1, max: 1000 }), unitPrice: fc.nat(10_000) }),
    term: fc.constantFrom('P1M' as const, 'P1Y' as const),
    steps: fc.array(
      fc.record({
        ...{
          kind: fc.constantFrom(...orderKinds.slice(1)),
          minutes: fc.integer({ min: 1, max: 60 * 24 * 50 }),
        },
        ...{ seats: fc.integer({ min: 1, max: 1000 }), unitPrice: fc.nat(10_000), renews: fc.boolean() },
        term: fc.constantFrom('P1M' as const, 'P1Y' as const, 'P3Y' as const),
      }),
      { maxLength: 15 },
    ),
  })
  .map(({ first, term, steps }) => {
    const orders: BilledOrder[] = [
      { ...created, quantityAfter: first.seats, unitPrice: first.unitPrice, term },
    ]
    let minutes = 0
    for (const [number, step] of steps.entries()) {
      const last = orders.at(-1) as BilledOrder
      minutes += step.minutes
      const isNew = ['quantity', 'transition', 'migrate'].includes(step.kind)
      orders.push({
        ...{ ...last, id: `b${String(number).padStart(3, '0')}`, kind: step.kind },
        settledAt: new Date(start.getTime() + minutes * 60_000),
        ...(step.kind === 'quantity' && { quantityAfter: step.seats }),
        ...(step.kind === 'migrate' && { term: step.term }),
        ...(isNew && { unitPrice: step.unitPrice }),
        renews: step.kind === 'renewal' ? step.renews : null,
      })
      if (step.kind === 'cancel') break
    }
    return orders
  })

test('R-040 however months are cut, every line is on one statement, none is on two, and their sums are the whole', () => {
  fc.assert(
    fc.property(histories, fc.array(fc.nat(900), { maxLength: 20 }), (orders, cuts) => {
      const end = 1500
      const billed = new Map<string, number>()
      for (const cut of [...cuts, end].toSorted((a, b) => a - b))
        for (const { source, amount } of linesUntil(orders, at(cut), rules)) {
          // What was billed before comes again with the same amount, and is not billed again.
          if (billed.has(source)) expect(billed.get(source)).toBe(amount)
          billed.set(source, amount)
        }
      const all = linesUntil(orders, at(end), rules)
      expect(all.map(({ source }) => source).toSorted()).toEqual([...billed.keys()].toSorted())
      expect(new Set(all.map(({ source }) => source)).size).toBe(all.length)
      expect([...billed.values()].reduce((sum, amount) => sum + amount, 0)).toBe(totalOf(all))
      for (const { amount } of all) expect(Number.isSafeInteger(amount)).toBe(true)
    }),
  )
})

test('R-040 no term is given back for more than it cost', () => {
  fc.assert(
    fc.property(histories, (orders) => {
      const terms = new Map<number, number>()
      for (const { until, amount } of linesUntil(orders, at(1500), rules)) {
        const cost = (terms.get(until.getTime()) ?? 0) + amount
        terms.set(until.getTime(), cost)
        expect(cost).toBeGreaterThanOrEqual(0)
      }
    }),
  )
})

test('a month is due once it is over and has no statements, the oldest first', () => {
  const zone = 'Asia/Shanghai'
  const firstOrder = new Date('2027-01-31T20:00:00Z')
  const known = { lastMonth: null, firstOrder }
  expect(dueMonth({ lastMonth: null, firstOrder: null }, new Date('2027-05-01T00:00:00Z'), zone)).toBeNull()
  // In the cloud's zone the first order is of February.
  expect(dueMonth(known, new Date('2027-02-28T21:00:00Z'), zone)).toBeNull()
  expect(dueMonth(known, new Date('2027-02-28T22:00:00Z'), zone)).toBe('2027-02')
  expect(dueMonth({ ...known, lastMonth: '2026-12' }, new Date('2027-03-15T00:00:00Z'), zone)).toBe('2027-01')
  expect(dueMonth({ ...known, lastMonth: '2027-02' }, new Date('2027-03-15T00:00:00Z'), zone)).toBeNull()
  expect(endOfMonth('2027-12', zone)).toEqual(new Date('2027-12-31T16:00:00Z'))
})
