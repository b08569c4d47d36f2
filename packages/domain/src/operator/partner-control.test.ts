import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PartnerStanding } from '../core/organisation.ts'
import { ok, refuse } from '../core/result.ts'
import { useOfGrants } from '../relationship/admin-grant.ts'
import {
  announceDeauthorisation,
  daysUntil,
  deauthorise,
  earliestEnd,
  endOf,
  freeze,
  isWarned,
  lift,
  nextWarning,
  reason,
  revoke,
  suspend,
  thaw,
  withdrawDeauthorisation,
} from './partner-control.ts'

const at = new Date('2026-03-01T09:00:00Z')
const being = (
  status: PartnerStanding['status'],
  privilegesFrozenAt: Date | null = null,
): PartnerStanding => ({
  ...{ status, privilegesFrozenAt },
})
const acts = { suspend, lift, freeze: (partner: PartnerStanding) => freeze(partner, at), thaw, deauthorise }
type Act = keyof typeof acts
const anyActs = fc.array(fc.constantFrom(...(Object.keys(acts) as Act[])), { maxLength: 30 })

/** Every standing after each act of a history, refused acts left out. */
function historyOf(start: PartnerStanding, history: Act[]) {
  const standings = [{ act: undefined as Act | undefined, before: start, after: start }]
  for (const act of history) {
    const before = standings.at(-1)?.after ?? start
    const decided = acts[act](before)
    if (decided.ok) standings.push({ act, before, after: decided.value })
  }
  return standings
}

test('§4.2 only an active partner is suspended, only a suspended one gets its rights back', () => {
  expect(suspend(being('active'))).toEqual(ok(being('suspended')))
  expect(suspend(being('suspended'))).toEqual(refuse({ code: 'already_suspended' }))
  expect(lift(being('suspended'))).toEqual(ok(being('active')))
  expect(lift(being('active'))).toEqual(refuse({ code: 'not_suspended' }))
  expect(suspend(being('enrolling'))).toEqual(refuse({ code: 'not_a_partner' }))
  expect(lift(being('deauthorised'))).toEqual(refuse({ code: 'not_suspended' }))
})

test('§4.2 a partner loses its authorisation once, and never before it had one', () => {
  expect(deauthorise(being('active'))).toEqual(ok(being('deauthorised')))
  expect(deauthorise(being('suspended', at))).toEqual(ok(being('deauthorised')))
  expect(deauthorise(being('enrolling'))).toEqual(refuse({ code: 'not_a_partner' }))
  expect(deauthorise(being('deauthorised'))).toEqual(refuse({ code: 'already_deauthorised' }))
})

test('§4.8 privileges of an active or suspended partner are frozen once and thawed once', () => {
  for (const status of ['active', 'suspended'] as const) {
    expect(freeze(being(status), at)).toEqual(ok(being(status, at)))
    expect(freeze(being(status, at), new Date())).toEqual(refuse({ code: 'already_frozen' }))
    expect(thaw(being(status, at))).toEqual(ok(being(status)))
    expect(thaw(being(status))).toEqual(refuse({ code: 'not_frozen' }))
  }
  expect(freeze(being('enrolling'), at)).toEqual(refuse({ code: 'not_a_partner' }))
  expect(freeze(being('deauthorised'), at)).toEqual(refuse({ code: 'already_deauthorised' }))
})

test('§4.2 §4.8 in any history grants are usable until a freeze, again after a thaw, never after a de-authorisation', () => {
  fc.assert(
    fc.property(fc.constantFrom('active' as const, 'suspended' as const), anyActs, (status, history) => {
      let model: 'usable' | 'frozen' | 'ended' = 'usable'
      for (const { act, before, after } of historyOf(being(status), history)) {
        if (act === 'freeze') model = 'frozen'
        if (act === 'thaw') model = 'usable'
        if (act === 'deauthorise') model = 'ended'
        expect(useOfGrants(after)).toBe(model)
        // Suspending and lifting never touch privileges, freezing and thawing never the status.
        if (act === 'suspend' || act === 'lift')
          expect(after.privilegesFrozenAt).toEqual(before.privilegesFrozenAt)
        if (act === 'freeze' || act === 'thaw') expect(after.status).toBe(before.status)
        // What the database's constraint allows.
        if (after.privilegesFrozenAt) expect(['active', 'suspended']).toContain(after.status)
      }
    }),
  )
})

const days = (count: number) => new Date(at.getTime() + count * 86_400_000)

test('M-20 the end of an authorisation is announced once, at least 30 days ahead', () => {
  const announce = (status: PartnerStanding['status'], endsAt: Date, open?: { endsAt: Date }) =>
    announceDeauthorisation(being(status), open, endsAt, at)
  expect(announce('active', days(100))).toEqual(ok({ nextWarningAt: days(10), warnsNow: false }))
  expect(announce('suspended', days(90))).toEqual(ok({ nextWarningAt: days(30), warnsNow: true }))
  expect(announce('active', days(45))).toEqual(ok({ nextWarningAt: days(15), warnsNow: true }))
  expect(announce('active', days(30))).toEqual(ok({ nextWarningAt: null, warnsNow: true }))
  expect(announce('active', days(29.99))).toEqual(refuse({ code: 'notice_too_short' }))
  expect(announce('active', days(100), { endsAt: days(50) })).toEqual(refuse({ code: 'already_announced' }))
  expect(announce('enrolling', days(100))).toEqual(refuse({ code: 'not_a_partner' }))
  expect(announce('deauthorised', days(100))).toEqual(refuse({ code: 'already_deauthorised' }))
  expect(withdrawDeauthorisation(undefined)).toEqual(refuse({ code: 'not_announced' }))
})

test('M-20 the first date on offer is the first that is long enough ahead', () => {
  fc.assert(
    fc.property(fc.date({ min: at, max: days(800), noInvalidDate: true }), (now) => {
      const ends = (date: Date) => announceDeauthorisation(being('active'), undefined, date, now).ok
      const first = endOf(earliestEnd(now))
      expect(ends(first)).toBe(true)
      expect(ends(new Date(first.getTime() - 86_400_000))).toBe(false)
    }),
  )
})

test('M-20 no threshold is warned of twice, however irregularly a worker looks', () => {
  const looks = fc.array(fc.double({ min: 0, max: 130, noNaN: true }), { maxLength: 50 })
  fc.assert(
    fc.property(looks, (moments) => {
      const endsAt = days(120)
      let next = nextWarning(endsAt, at)
      const warned: number[] = []
      for (const moment of moments.toSorted((a, b) => a - b).map(days)) {
        if (next === null || next > moment) continue
        warned.push([90, 60, 30].findLast((left) => daysUntil(endsAt, moment) <= left) ?? 0)
        next = nextWarning(endsAt, moment)
      }
      expect(warned).toEqual([...new Set(warned)])
      expect([90, 60, 30]).toEqual(expect.arrayContaining(warned))
    }),
  )
})

test('M-20 a partner that lost its authorisation, or whose day has come, is warned no more', () => {
  expect(isWarned(being('active'), { endsAt: days(1) }, at)).toBe(true)
  expect(isWarned(being('suspended'), { endsAt: days(1) }, at)).toBe(true)
  expect(isWarned(being('deauthorised'), { endsAt: days(1) }, at)).toBe(false)
  expect(isWarned(being('active'), { endsAt: at }, at)).toBe(false)
})

test('§4.6 a new version revokes a link, and only the version that the operator saw', () => {
  expect(revoke(3, 3)).toEqual(ok(4))
  expect(revoke(4, 3)).toEqual(refuse({ code: 'already_revoked' }))
})

test('an act on a partner needs a reason', () => {
  expect(reason.safeParse('  ').success).toBe(false)
  expect(reason.safeParse('Overdue for 61 days').success).toBe(true)
})
