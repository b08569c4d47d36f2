import { describe, expect, test } from 'vitest'
import { framesOf, withoutQuotes, wordsOf } from './error-fields.ts'

/** As the driver makes them. */
const databaseError = () =>
  Object.assign(new Error('invalid input syntax for type uuid: "ada@contoso.example"\nand more'), {
    ...{ severity: 'ERROR', code: '22P02', detail: 'Failing row contains (ada@contoso.example).' },
  })

describe('S13 an error in a log', () => {
  test('keeps its own words, and of PostgreSQL’s only the code', () => {
    expect(wordsOf(new Error('not taken: 422'))).toBe('not taken: 422')
    expect(wordsOf(databaseError())).toBe('PostgreSQL 22P02')
  })

  test('says where it came from, without its message', () => {
    const frames = framesOf(databaseError())
    expect(frames).toContain('error-fields.test.ts')
    expect(frames).not.toContain('ada@')
  })

  test('is kept by a queue without what it quotes', () => {
    const kept = withoutQuotes(databaseError()) as Error
    expect(kept.message).toBe('PostgreSQL 22P02')
    expect(kept.stack).toContain('error-fields.test.ts')
    expect(JSON.stringify([kept, kept.stack])).not.toContain('ada@')
    const other = new RangeError('too much')
    expect(withoutQuotes(other)).toBe(other)
  })
})
