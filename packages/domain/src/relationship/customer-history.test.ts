import { expect, test } from 'vitest'
import { type HistoryRow, historyEvent, lastOf } from './customer-history.ts'

const day = (number: number) => new Date(Date.UTC(2026, 4, number))
const known = { id: 'x', at: day(1), by: null, services: ['azure'], to: [] }
const told = (row: Pick<HistoryRow, 'kind' | 'note'>) => {
  const { event, side } = historyEvent({ ...known, ...row } as HistoryRow)
  return [event, side]
}

test('U13 R-027 an acceptance is told by what it did: accepted, accepted again after a removal, or more granted', () => {
  const changes = ['create', 'reinstate', 'unchanged'] as const
  expect(changes.map((note) => told({ kind: 'accepted', note }))).toEqual([
    ['accepted', 'customer'],
    ['reinstated', 'customer'],
    ['granted', 'customer'],
  ])
})

test('R-026 the customer reads why privileges ended; for a partner all ends read alike', () => {
  const reasons = [
    'reassigned',
    'removed_by_customer',
    'removed_by_partner',
    'removed_by_operator',
    null,
  ] as const
  expect(reasons.map((note) => told({ kind: 'ended', note }))).toEqual([
    ['reassigned', 'customer'],
    ['removed_by_customer', 'customer'],
    ['removed_by_partner', 'partner'],
    ['removed_by_operator', 'operator'],
    ['ended', null],
  ])
})

test('U13 each event keeps its id, moment and person; only a reason for a use is a person’s own words', () => {
  const used = historyEvent({ ...known, by: 'Nora Winter', kind: 'used', note: 'Ticket 7' })
  expect(used).toEqual({ ...known, by: 'Nora Winter', event: 'used', side: 'partner', note: 'Ticket 7' })
  expect(historyEvent({ ...known, kind: 'removed', note: 'keep' })).toMatchObject({
    ...{ event: 'removed_keep', side: 'partner', note: null },
  })
})

test('R-027 a service says since when it is held, when it was last taken away or given up, or neither', () => {
  const grants = [
    { service: 'azure', grantedAt: day(2), endedAt: day(4), givenUp: false },
    { service: 'intune', grantedAt: day(2), endedAt: null, givenUp: false },
    { service: 'azure', grantedAt: day(6), endedAt: day(8), givenUp: true },
  ]
  expect(lastOf('intune', grants)).toEqual({ since: day(2), endedAt: null, givenUp: false })
  expect(lastOf('azure', grants)).toEqual({ since: null, endedAt: day(8), givenUp: true })
  const again = { service: 'azure', grantedAt: day(9), endedAt: null, givenUp: false }
  expect(lastOf('azure', [...grants, again])).toEqual({ since: day(9), endedAt: null, givenUp: false })
  expect(lastOf('microsoft-365', grants)).toEqual({ since: null, endedAt: null, givenUp: false })
})
