import { expect, test } from 'vitest'
import type { Id } from '../core/id.ts'
import { customerHistory, lastOf } from './customer-history.ts'

const day = (number: number) => new Date(Date.UTC(2026, 4, number))
const [first, again, more] = ['first', 'again', 'more'] as Id<'acceptance'>[] as [
  Id<'acceptance'>,
  Id<'acceptance'>,
  Id<'acceptance'>,
]
const grants = [
  { service: 'azure', acceptanceId: first, grantedAt: day(2), endedAt: day(4) },
  { service: 'intune', acceptanceId: first, grantedAt: day(2), endedAt: null },
  { service: 'azure', acceptanceId: again, grantedAt: day(6), endedAt: day(8) },
  { service: 'dynamics-365', acceptanceId: more, grantedAt: day(7), endedAt: null },
]
const acceptances = [
  { id: more, acceptedAt: day(7), change: 'unchanged' as const },
  { id: again, acceptedAt: day(6), change: 'reinstate' as const },
  { id: first, acceptedAt: day(2), change: 'create' as const },
]
const asked = {
  ...{ requestId: 'r' as Id<'request'>, kind: 'sent' as const, at: day(1) },
  ...{ by: 'Nora Winter', to: ['ada@contoso.test'] },
}

test('R-027 what happened so far is told once, newest first: asked, accepted, granted, taken away', () => {
  const history = customerHistory({ since: day(2), asked: [asked], acceptances, grants })
  expect(history).toEqual([
    { event: 'taken_away', at: day(8), services: ['azure'] },
    { event: 'granted', at: day(7), services: ['dynamics-365'] },
    { event: 'accepted', at: day(6), services: ['azure'] },
    { event: 'taken_away', at: day(4), services: ['azure'] },
    { event: 'accepted', at: day(2), services: ['azure', 'intune'] },
    { event: 'asked', ...asked },
  ])
})

test('R-027 a customer that never accepted here was added', () => {
  expect(customerHistory({ since: day(3), asked: [], acceptances: [], grants: [] })).toEqual([
    { event: 'added', at: day(3) },
  ])
})

test('R-027 a service says since when it is held, when it was last taken away, or neither', () => {
  expect(lastOf('intune', grants)).toEqual({ since: day(2), endedAt: null })
  expect(lastOf('azure', grants)).toEqual({ since: null, endedAt: day(8) })
  expect(
    lastOf('azure', [...grants, { service: 'azure', acceptanceId: more, grantedAt: day(9), endedAt: null }]),
  ).toEqual({
    since: day(9),
    endedAt: null,
  })
  expect(lastOf('microsoft-365', grants)).toEqual({ since: null, endedAt: null })
})

test('an acceptance tells its own grants, also when another one has the same time', () => {
  const at = day(2)
  const told = customerHistory({
    ...{ since: at, asked: [] },
    acceptances: [
      { id: again, acceptedAt: at, change: 'unchanged' },
      { id: first, acceptedAt: at, change: 'create' },
    ],
    grants: [
      { service: 'azure', acceptanceId: first, grantedAt: at, endedAt: null },
      { service: 'intune', acceptanceId: again, grantedAt: at, endedAt: null },
    ],
  })
  expect(told).toEqual([
    { event: 'granted', at, services: ['intune'] },
    { event: 'accepted', at, services: ['azure'] },
  ])
})
