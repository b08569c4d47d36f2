import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deadlineNow, deadlineOf, earliestDeadline, isTooSoon, shortestDays } from './deadline.ts'

const dayMs = 86_400_000
const moments = fc.date({ min: new Date('2020-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })

test('a deadline leaves at least seven dates, and has passed only when its date is over in every time zone', () => {
  fc.assert(
    fc.property(moments, (now) => {
      const date = earliestDeadline(now)
      const deadline = deadlineOf(date)
      expect(isTooSoon(deadline, now)).toBe(false)
      expect(isTooSoon(new Date(deadline.getTime() - dayMs), now)).toBe(true)
      expect(deadline.getTime() - now.getTime()).toBeGreaterThan((shortestDays - 1) * dayMs)
      expect(deadlineNow(deadline, now)).toBe('open')
      expect(deadlineNow(deadline, new Date(`${date}T23:59:59-11:00`))).toBe('open')
      expect(deadlineNow(deadline, new Date(deadline.getTime() + 2 * dayMs))).toBe('passed')
      expect(deadlineNow(null, now)).toBe('none')
    }),
  )
})
