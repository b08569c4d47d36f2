import { expect, test } from 'vitest'
import { factorCode } from './second-factor.ts'

test.each([
  ['123456', { kind: 'totp', code: '123456' }],
  [' 123 456 ', { kind: 'totp', code: '123456' }],
  ['１２３４５６', { kind: 'totp', code: '123456' }],
  ['ABCD-efgh-2345-mnop', { kind: 'recovery', code: 'abcdefgh2345mnop' }],
  ['abcd efgh 2345 mnop', { kind: 'recovery', code: 'abcdefgh2345mnop' }],
  ['12345', undefined],
  ['1234567', undefined],
  ['abcd-efgh-2345-mno1', undefined],
  ['', undefined],
])('%o is read as %o', (text, code) => expect(factorCode.safeParse(text).data).toEqual(code))
