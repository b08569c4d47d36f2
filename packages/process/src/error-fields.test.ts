import { describe, expect, test } from 'vitest'
import { framesOf, withoutQuotes, wordsOf } from './error-fields.ts'

/** An error as the PostgreSQL driver throws it. */
const databaseError = () =>
  Object.assign(new Error('invalid input syntax for type uuid: "ada@contoso.example"\nand more'), {
    ...{ severity: 'ERROR', code: '22P02', detail: 'Failing row contains (ada@contoso.example).' },
  })

describe('S13 an error in a log', () => {
  test('keeps its message, but only the code of a PostgreSQL error', () => {
    expect(wordsOf(new Error('not taken: 422'))).toBe('not taken: 422')
    expect(wordsOf(databaseError())).toBe('PostgreSQL 22P02')
  })

  test('shows where it was thrown, without its message', () => {
    const frames = framesOf(databaseError())
    expect(frames).toContain('error-fields.test.ts')
    expect(frames).not.toContain('ada@')
  })

  test('is stored by a queue without the values it quotes', () => {
    const kept = withoutQuotes(databaseError()) as Error
    expect(kept.message).toBe('PostgreSQL 22P02')
    expect(kept.stack).toContain('error-fields.test.ts')
    expect(JSON.stringify([kept, kept.stack])).not.toContain('ada@')
    const other = new RangeError('too much')
    expect(withoutQuotes(other)).toBe(other)
  })
})
