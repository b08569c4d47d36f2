import { describe, expect, test } from 'vitest'
import { readCursor, writeCursor } from './cursor.ts'

const id = '01a229d4-2a93-714f-9468-268f6b2ede40'
const read = (time: string) => readCursor(writeCursor([time, id]), ['time', 'id'])

describe('U5 a cursor', () => {
  test('is read as it was written, on every day of every month', () => {
    for (let day = 0; day < 366; day++) {
      const moment = new Date(Date.UTC(2028, 0, 1 + day, day % 24, day % 60, 59, day)).toISOString()
      expect(read(moment), moment).toEqual([moment, id])
    }
    expect(read('2026-11-30T00:00:00.000Z')).toBeDefined()
    expect(read('2026-12-31T23:59:59.999Z')).toBeDefined()
  })

  test.each(['2026-02-30T00:00:00.000Z', '2026-11-31T00:00:00.000Z', '2026-11-30', 'yesterday', ''])(
    'is refused with a moment that no calendar has: %s',
    (time) => expect(read(time)).toBeUndefined(),
  )

  test('is refused with a text that PostgreSQL cannot hold', () => {
    expect(readCursor(writeCursor(['a\0b']), ['text'])).toBeUndefined()
    expect(readCursor(writeCursor(['a\nb']), ['text'])).toEqual(['a\nb'])
  })

  test.each(['', 'abc', writeCursor([]), writeCursor([id])])('is refused when it is not ours: %s', (cursor) =>
    expect(readCursor(cursor, ['time', 'id'])).toBeUndefined(),
  )
})
