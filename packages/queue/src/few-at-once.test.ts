import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { fewAtOnce } from './few-at-once.ts'

/** Work that ends when the test says so. */
function openHolding(most: number) {
  const held = new Map<string, PromiseWithResolvers<string>>()
  const work = fewAtOnce((id: string) => {
    const answer = Promise.withResolvers<string>()
    held.set(id, answer)
    return answer.promise
  }, most)
  return { work, begun: () => [...held.keys()], answer: (id: string) => held.get(id) }
}

test('no more begin at once than should, the others in their order, each with its own answer', async () => {
  const { work, begun, answer } = openHolding(2)
  const all = Promise.all(['a', 'b', 'c', 'd'].map(work))
  await turn()
  expect(begun()).toEqual(['a', 'b'])
  answer('b')?.resolve('B')
  await turn()
  expect(begun()).toEqual(['a', 'b', 'c'])
  answer('a')?.resolve('A')
  await turn()
  answer('c')?.resolve('C')
  answer('d')?.resolve('D')
  expect(await all).toEqual(['A', 'B', 'C', 'D'])
})

test('one that fails makes room for the next one', async () => {
  const { work, begun, answer } = openHolding(1)
  const [first, second] = ['a', 'b'].map(work)
  answer('a')?.reject(new Error('no'))
  await expect(first).rejects.toThrow('no')
  await turn()
  expect(begun()).toEqual(['a', 'b'])
  answer('b')?.resolve('B')
  expect(await second).toBe('B')
})
