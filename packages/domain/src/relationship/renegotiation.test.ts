import fc from 'fast-check'
import { expect, test } from 'vitest'
import { refuse } from '../core/result.ts'
import {
  advanceRenegotiation,
  type Renegotiation,
  renegotiationActs,
  type Side,
  stateRenegotiation,
} from './renegotiation.ts'

const side = fc.constantFrom<Side>('partner', 'customer')
const act = fc.record({
  act: fc.constantFrom('state' as const, ...renegotiationActs),
  side,
  attested: fc.boolean(),
})

test('R-036 in any order of acts nothing is attested without a tick of each side, and a closed one never changes', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
      let latest: Renegotiation | undefined
      let ticks = new Set<Side>()
      for (const { act: next, side: by, attested } of acts) {
        const before = latest
        if (next === 'state') {
          const stated = stateRenegotiation(latest, { status: 'active' }, attested)
          if (!stated.ok) continue
          expect(before?.status).not.toBe('stated')
          ;[latest, ticks] = [{ status: stated.value, statedBy: by }, new Set([by])]
          expect(attested).toBe(true)
        } else if (latest) {
          const result = advanceRenegotiation(latest, next, { side: by, attested })
          if (!result.ok) continue
          expect(before?.status).toBe('stated')
          if (attested) ticks.add(by)
          latest = { ...latest, status: result.value }
        }
        if (latest?.status === 'attested') expect(ticks).toEqual(new Set(['partner', 'customer']))
        // Only who stated it takes it back.
        if (latest?.status === 'withdrawn' && before?.status === 'stated') expect(by).toBe(latest.statedBy)
      }
    }),
  )
})

test('R-036 nothing is stated about a relationship that has ended, or while a statement waits', () => {
  const removed = stateRenegotiation(undefined, { status: 'removed' }, true)
  expect(removed).toEqual(refuse({ code: 'not_found' }))
  const open = { status: 'stated', statedBy: 'partner' } as const
  expect(stateRenegotiation(open, { status: 'active' }, true)).toEqual(refuse({ code: 'renegotiation_open' }))
})
