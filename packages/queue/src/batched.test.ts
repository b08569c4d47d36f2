import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { batched, forMoment, forTurn } from './batched.ts'

test('calls made during a round share the next one, and each call gets its own result', async () => {
  const rounds: number[][] = []
  const double = batched(async (items: number[]) => {
    rounds.push(items)
    await new Promise((resolve) => setTimeout(resolve, 5))
    return items.map((item) => 2 * item)
  })
  expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6])
  expect(await double(4)).toBe(8)
  expect(rounds).toEqual([[1], [2, 3], [4]])
})

test('a call that cannot be served fails alone', async () => {
  const serve = batched(async (items: number[]) => {
    if (items.includes(3)) throw new Error('three')
    return items
  })
  const answers = await Promise.allSettled([1, 2, 3, 4].map(serve))
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(answers[2]).toMatchObject({ reason: { message: 'three' } })
  expect(await serve(5)).toBe(5)
})

test('with time to gather, the first call waits for the others', async () => {
  const rounds: number[][] = []
  const keep = async (items: number[]) => {
    rounds.push(items)
    return items
  }
  const inMoment = batched(keep, { gather: forMoment })
  const late = setImmediate().then(() => inMoment(2))
  expect(await Promise.all([inMoment(1), late])).toEqual([1, 2])
  const inTurn = batched(keep, { gather: forTurn })
  expect(await Promise.all([3, 4].map(inTurn))).toEqual([3, 4])
  expect(rounds).toEqual([
    [1, 2],
    [3, 4],
  ])
})

test('calls beyond the most that a round has go beside it, and fail apart from it', async () => {
  const rounds: number[][] = []
  const serve = batched(
    async (items: number[]) => {
      rounds.push(items)
      if (items.includes(3)) throw new Error('three')
      return items
    },
    { gather: forTurn, most: 2 },
  )
  const answers = await Promise.allSettled([1, 2, 3, 4, 5].map(serve))
  expect(rounds).toEqual([[1, 2], [3, 4], [5], [3], [4]])
  expect(answers.map(({ status }) => status)).toEqual([
    ...['fulfilled', 'fulfilled', 'rejected'],
    ...['fulfilled', 'fulfilled'],
  ])
})
