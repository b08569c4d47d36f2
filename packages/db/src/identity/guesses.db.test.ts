import { randomUUID } from 'node:crypto'
import { waitsAfter } from '@entente/domain/identity/guess'
import { describe, expect, test } from 'vitest'
import { freshDatabase } from '../../testing/index.ts'
import { asAuth } from '../core/scopes.ts'
import { completesSeries, forgetFailures, takeGuess } from './guesses.ts'

const database = await freshDatabase()
const start = new Date('2027-03-07T09:30:00Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const take = (key: string, now: Date) =>
  asAuth(database.api, null, (db) => takeGuess(db, key, waitsAfter(5), now))

describe('guesses', () => {
  test('S4 of forty at once exactly five pass; the others are told to wait a second', async () => {
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 40 }, () => take(key, start)))
    expect(answers.toSorted()).toEqual([...Array(35).fill(1), ...Array(5).fill(null)])
  })

  test('waits double up to fifteen minutes; a guess that is told to wait makes the wait no longer', async () => {
    const key = randomUUID()
    let seconds = 0
    for (const wait of [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      expect(await take(key, later(seconds))).toBeNull()
      if (wait > 1) expect(await take(key, later(seconds + 1))).toBe(wait - 1)
      seconds += wait
    }
    expect(await take(randomUUID(), later(seconds))).toBeNull()
  })

  test('a right guess forgets the failures before it, and a day forgets them too', async () => {
    const key = randomUUID()
    const takeFive = async (now: Date) => {
      for (let guess = 0; guess < 5; guess++) expect(await take(key, now)).toBeNull()
      expect(await take(key, now)).toBe(1)
    }
    await takeFive(start)
    await asAuth(database.api, null, (db) => forgetFailures(db, key))
    await takeFive(start)
    await takeFive(later(86_400))
  })
})

test('a series is complete once, however many fail at once, and the next begins a day after it', async () => {
  const key = randomUUID()
  const fail = (now: Date) => asAuth(database.api, null, (db) => completesSeries(db, key, 10, now))
  const completed = async (times: number, now: Date) =>
    (await Promise.all(Array.from({ length: times }, () => fail(now)))).filter(Boolean).length
  expect(await completed(9, start)).toBe(0)
  expect(await completed(30, later(86_399))).toBe(1)
  expect(await completed(30, later(86_399 + 86_399))).toBe(0)
  expect(await completed(9, later(86_399 + 86_400))).toBe(0)
  expect(await completed(30, later(86_399 + 86_401))).toBe(1)
})
