import { describe, expect, test } from 'vitest'
import { factorClaims } from '../core/setting.ts'
import { assertsSecondFactor, gaveCredentialsSince } from './operator-directory.ts'

const none = { acr: null, amr: [], authenticatedAt: null }

describe('an operator’s issuer', () => {
  const counted = factorClaims.parse('amr:mfa, acr:urn:example:strong')

  test.each([
    [{ ...none, amr: ['pwd', 'mfa'] }, true],
    [{ ...none, acr: 'urn:example:strong' }, true],
    [{ ...none, amr: ['pwd'] }, false],
    [{ ...none, acr: 'mfa' }, false],
    [{ ...none, amr: ['urn:example:strong'] }, false],
    [none, false],
  ])('asserts a second factor by the values that were set alone: %j', (assurance, expected) => {
    expect(assertsSecondFactor(counted, assurance)).toBe(expected)
    expect(assertsSecondFactor([], assurance)).toBe(false)
  })

  test.each(['mfa', 'amr:', 'acr', 'amr:mfa,scope:x'])('cannot be set to the value %s', (text) => {
    expect(factorClaims.safeParse(text).success).toBe(false)
  })

  test('proves presence by credentials given since the person left, not by an older session', () => {
    const left = new Date('2026-11-30T12:00:00.500Z')
    const at = (text: string) => ({ ...none, authenticatedAt: new Date(text) })
    expect(gaveCredentialsSince(left, at('2026-11-30T12:00:00Z'))).toBe(true)
    expect(gaveCredentialsSince(left, at('2026-11-30T12:03:00Z'))).toBe(true)
    expect(gaveCredentialsSince(left, at('2026-11-30T11:58:00Z'))).toBe(false)
    expect(gaveCredentialsSince(left, none)).toBe(false)
  })
})
