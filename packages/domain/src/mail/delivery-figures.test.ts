import { describe, expect, test } from 'vitest'
import { addFigures, failedShare, lastDays } from './delivery-figures.ts'

const row = { all: 4, sent: 3, delivered: 2, delayed: 1, bounced: 1, complained: 0, failed: 2 }

describe('figures of deliveries', () => {
  test('add up, and their share of failures is that of the sum', () => {
    const sum = addFigures([row, { ...row, failed: 0, complained: 3 }])
    expect(sum).toEqual({
      ...{ all: 8, sent: 6, delivered: 4, delayed: 2, bounced: 2, complained: 3, failed: 2 },
    })
    expect(failedShare(sum)).toBe(0.25)
    expect(failedShare(addFigures([]))).toBe(0)
  })

  test('cover seven days, today among them, also over the end of a month', () => {
    expect(lastDays(new Date('2026-12-02T00:30:00Z'))).toEqual([
      ...['2026-12-02', '2026-12-01', '2026-11-30', '2026-11-29', '2026-11-28', '2026-11-27', '2026-11-26'],
    ])
  })
})
