import { expect, test } from 'vitest'
import { base32Of, newTotpSecret, totpCode, totpStep, totpUri } from './totp.ts'

const secret = Buffer.from('12345678901234567890')
const at = (seconds: number) => new Date(seconds * 1000)

test('the codes are those of RFC 6238, in six digits', () => {
  const codes = [59, 1_111_111_109, 1_234_567_890, 2_000_000_000].map((second) =>
    totpCode(secret, at(second)),
  )
  expect(codes).toEqual(['287082', '081804', '005924', '279037'])
})

test('a code is accepted one step early or late, and no further', () => {
  const code = totpCode(secret, at(3000))
  const steps = [2940, 2969, 2970, 3000, 3029, 3059, 3060].map((now) => totpStep(secret, code, at(now)))
  expect(steps).toEqual([undefined, undefined, 100, 100, 100, 100, undefined])
})

test('a wrong code has no step', () => {
  const right = totpCode(secret, at(3000))
  const wrong = right === '000000' ? '000001' : '000000'
  expect(totpStep(secret, wrong, at(3000))).toBeUndefined()
})

test('each secret has 160 bits of its own and reads as base32', () => {
  const [one, other] = [newTotpSecret(), newTotpSecret()]
  expect(one).toHaveLength(20)
  expect(one).not.toEqual(other)
  expect(base32Of(secret)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
})

test('the URI of the QR code names the application and the account', () => {
  const uri = new URL(totpUri(secret, { issuer: 'Entente Global', label: 'ada@contoso.example' }))
  expect(uri.protocol).toBe('otpauth:')
  expect(Object.fromEntries(uri.searchParams)).toMatchObject({
    issuer: 'Entente Global',
    secret: base32Of(secret),
    digits: '6',
    period: '30',
  })
})
