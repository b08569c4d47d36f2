import { randomUUID } from 'node:crypto'
import { freshDatabase } from '@entente/db/testing'
import { expect, test } from 'vitest'
import { limitsOf } from './limits.ts'

const database = await freshDatabase()
const limits = limitsOf(database.api)

test('S4 the limit holds across processes: both count in one place', async () => {
  const other = limitsOf(database.api)
  const key = randomUUID()
  for (let count = 0; count < 5; count++)
    expect(await (count % 2 ? other : limits).count('signInOfAccount', key)).toBeNull()
  expect(await other.count('signInOfAccount', key)).toBeGreaterThan(0)
  expect(await limits.count('signInOfAccount', randomUUID())).toBeNull()
})

test('S4 of forty parallel attempts exactly five pass', async () => {
  const key = randomUUID()
  const answers = await Promise.all(Array.from({ length: 40 }, () => limits.count('signInOfAccount', key)))
  expect(answers.filter((wait) => wait === null)).toHaveLength(5)
})

test('an attempt that is given back does not count', async () => {
  const key = randomUUID()
  for (let count = 0; count < 20; count++) {
    expect(await limits.count('signInOfAccount', key)).toBeNull()
    await limits.giveBack('signInOfAccount', key)
  }
})

test('the wait is in seconds, within the rule’s time', async () => {
  const key = randomUUID()
  for (let count = 0; count < 3; count++) await limits.count('resetOfAccount', key)
  const wait = await limits.count('resetOfAccount', key)
  expect(wait).toBeGreaterThan(3500)
  expect(wait).toBeLessThanOrEqual(3600)
})
