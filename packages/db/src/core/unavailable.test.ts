import { expect, test } from 'vitest'
import { isUnavailable } from './unavailable.ts'

const withCode = (code: string) => Object.assign(new Error('x'), { code })

test('R5 an error of the connection is temporary, an error of the statement is not', () => {
  for (const code of [
    '57P01',
    '57P02',
    '57P03',
    '08006',
    '08003',
    '57014',
    '53300',
    'ECONNREFUSED',
    'ECONNRESET',
  ])
    expect(isUnavailable(withCode(code)), code).toBe(true)
  for (const text of [
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Query read timeout',
  ])
    expect(isUnavailable(new Error('outer', { cause: new Error(text) })), text).toBe(true)
  for (const code of ['23505', '42501', '22P02', '40001', 'ENOENT'])
    expect(isUnavailable(withCode(code)), code).toBe(false)
  for (const other of [new Error('x'), 'Query read timeout', undefined])
    expect(isUnavailable(other)).toBe(false)
})
