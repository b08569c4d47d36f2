import { describe, expect, test } from 'vitest'
import { accessLogInput, accessReason, decideReason, recordedAs, usesPrivileges } from './access-record.ts'
import { type CustomerPermission, grantNeeded } from './customer-access.ts'

describe('the use of a customer’s privileges', () => {
  test('R-001 every act that needs a grant has its word in the audit, and no other act', () => {
    const acts = (Object.keys(grantNeeded) as CustomerPermission[]).filter(usesPrivileges)
    expect(acts.toSorted()).toEqual(Object.keys(recordedAs).toSorted())
    expect(usesPrivileges('customers.view')).toBe(false)
    expect(new Set(Object.values(recordedAs)).size).toBe(acts.length)
  })

  test('a reason is refused only where the customer requires one and none is given', () => {
    const missing = { ok: false, refusal: { code: 'access_reason_missing' } }
    for (const rule of ['off', 'asked'] as const) {
      expect(decideReason(rule, undefined)).toEqual({ ok: true, value: null })
      expect(decideReason(rule, 'T-1')).toEqual({ ok: true, value: 'T-1' })
    }
    for (const reason of [undefined, '']) expect(decideReason('required', reason)).toEqual(missing)
    expect(decideReason('required', 'T-1')).toEqual({ ok: true, value: 'T-1' })
  })

  test('a reason is one line without control characters; spaces alone are none', () => {
    expect(accessReason.parse('  T-1 ')).toBe('T-1')
    expect(accessReason.parse('   ')).toBe('')
    for (const bad of ['a\nb', 'a\0b', 'x'.repeat(201), '\u202egnp'])
      expect(accessReason.safeParse(bad).success, bad).toBe(false)
  })

  test('the log takes no filter that the database cannot read', () => {
    for (const bad of [
      { partner: 'x' },
      { service: 'a\0' },
      { from: '2026-02-30' },
      { timeZone: 'Mars/Base' },
    ])
      expect(accessLogInput.safeParse(bad).success, JSON.stringify(bad)).toBe(false)
  })
})
