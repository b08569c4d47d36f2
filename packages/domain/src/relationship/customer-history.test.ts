import { expect, test } from 'vitest'
import type { Id } from '../core/id.ts'
import { customerHistory, lastOf } from './customer-history.ts'

const day = (number: number) => new Date(Date.UTC(2026, 4, number))
const grants = [
  { service: 'azure', grantedAt: day(2), endedAt: day(4) },
  { service: 'intune', grantedAt: day(2), endedAt: null },
  { service: 'azure', grantedAt: day(6), endedAt: day(8) },
  { service: 'dynamics-365', grantedAt: day(7), endedAt: null },
]
const asked = {
  ...{ requestId: 'r' as Id<'request'>, kind: 'sent' as const, at: day(1) },
  ...{ by: 'Nora Winter', to: ['ada@contoso.test'] },
}

test('R-027 what happened so far is told once, newest first: asked, accepted, granted, taken away', () => {
  const history = customerHistory({ since: day(2), asked: [asked], acceptances: [day(6), day(2)], grants })
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
  expect(lastOf('azure', [...grants, { service: 'azure', grantedAt: day(9), endedAt: null }])).toEqual({
    since: day(9),
    endedAt: null,
  })
  expect(lastOf('microsoft-365', grants)).toEqual({ since: null, endedAt: null })
})
