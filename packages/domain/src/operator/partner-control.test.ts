import { expect, test } from 'vitest'
import { ok, refuse } from '../core/result.ts'
import { deauthorise, lift, reason, revoke, suspend } from './partner-control.ts'

test('§4.2 only an active partner is suspended, only a suspended one gets its rights back', () => {
  expect(suspend('active')).toEqual(ok('suspended'))
  expect(suspend('suspended')).toEqual(refuse({ code: 'already_suspended' }))
  expect(lift('suspended')).toEqual(ok('active'))
  expect(lift('active')).toEqual(refuse({ code: 'not_suspended' }))
  expect(suspend('enrolling')).toEqual(refuse({ code: 'partner_not_enrolled' }))
  expect(lift('deauthorised')).toEqual(refuse({ code: 'not_suspended' }))
})

test('§4.2 a partner loses its authorisation once, and never before it had one', () => {
  expect(deauthorise('active')).toEqual(ok('deauthorised'))
  expect(deauthorise('suspended')).toEqual(ok('deauthorised'))
  expect(deauthorise('enrolling')).toEqual(refuse({ code: 'partner_not_enrolled' }))
  expect(deauthorise('deauthorised')).toEqual(refuse({ code: 'already_deauthorised' }))
})

test('§4.6 a new version revokes a link, and only the version that the operator saw', () => {
  expect(revoke(3, 3)).toEqual(ok(4))
  expect(revoke(4, 3)).toEqual(refuse({ code: 'already_revoked' }))
})

test('an act on a partner needs a reason', () => {
  expect(reason.safeParse('  ').success).toBe(false)
  expect(reason.safeParse('Overdue for 61 days').success).toBe(true)
})
