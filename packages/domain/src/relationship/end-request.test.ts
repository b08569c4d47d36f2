import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  advanceEndRequest,
  askToEnd,
  type EndRequest,
  endRequestActs,
  endRequestDays,
  endRequestStatusOf,
  isMediated,
} from './end-request.ts'
import type { RelationshipStatus } from './relationship.ts'

const start = Date.UTC(2027, 0, 1)
const onDay = (day: number) => new Date(start + day * 86_400_000)
const active = { status: 'active' as const, since: onDay(-100) }
const asked: EndRequest = { status: 'open', askedAt: onDay(0), deadline: onDay(endRequestDays) }

test('R-063 U-09 a customer asks once, and the partner has 30 days', () => {
  expect(askToEnd(undefined, active, onDay(0))).toEqual({ ok: true, value: { deadline: onDay(30) } })
  expect(askToEnd(asked, active, onDay(1))).toMatchObject({ refusal: { code: 'end_already_asked' } })
  expect(askToEnd({ ...asked, status: 'withdrawn' }, active, onDay(1)).ok).toBe(true)
  expect(askToEnd(undefined, { ...active, status: 'removed' }, onDay(0))).toMatchObject({
    refusal: { code: 'not_found' },
  })
})

test('U-09 the operator mediates after the deadline, answered or not, and not before', () => {
  const settle = (request: EndRequest, day: number) =>
    advanceEndRequest(request, 'settle', { relationship: active, now: onDay(day) })
  for (const status of ['open', 'explained', 'agreed'] as const) {
    expect(settle({ ...asked, status }, 29)).toMatchObject({ refusal: { code: 'end_request_not_due' } })
    expect(settle({ ...asked, status }, 30)).toEqual({ ok: true, value: 'settled' })
  }
})

test('a relationship that ended, or was made again since, leaves nothing to answer', () => {
  for (const relationship of [
    { ...active, status: 'removed' as const },
    { ...active, since: onDay(2) },
  ]) {
    expect(endRequestStatusOf(asked, relationship)).toBe('ended')
    for (const act of endRequestActs)
      expect(advanceEndRequest(asked, act, { relationship, now: onDay(40) })).toMatchObject({
        refusal: { code: 'end_request_closed' },
      })
    expect(isMediated(asked, relationship, onDay(40))).toBe(false)
  }
})

test('R-063 whatever customer, partner and operator do in whatever order, nothing ends the relationship but its own removal', () => {
  const step = fc.record({
    act: fc.constantFrom('ask', 'remove', 'reinstate', ...endRequestActs),
    days: fc.nat(20),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let day = 0
      let relationship: { status: RelationshipStatus; since: Date } = active
      let request: EndRequest | undefined
      const closed = new Set(['withdrawn', 'settled', 'ended'])
      for (const { act, days } of steps) {
        day += days + 1
        const now = onDay(day)
        const before = request && endRequestStatusOf(request, relationship)
        if (act === 'remove') relationship = { ...relationship, status: 'removed' }
        else if (act === 'reinstate') {
          if (relationship.status === 'removed') relationship = { status: 'active', since: now }
        } else if (act === 'ask') {
          const decision = askToEnd(request, relationship, now)
          if (!decision.ok) continue
          expect(before === undefined || closed.has(before)).toBe(true)
          request = { status: 'open', askedAt: now, deadline: decision.value.deadline }
        } else if (request) {
          const decision = advanceEndRequest(request, act, { relationship, now })
          if (!decision.ok) continue
          // A closed request stays closed, an agreement is not taken back, and only an overdue one is settled.
          expect(closed.has(before ?? '')).toBe(false)
          if (before === 'agreed') expect(['withdrawn', 'settled']).toContain(decision.value)
          if (act === 'settle') expect(request.deadline <= now).toBe(true)
          expect(relationship.status).toBe('active')
          request = { ...request, status: decision.value }
        }
      }
    }),
  )
})
