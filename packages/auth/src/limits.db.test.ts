import { randomUUID } from 'node:crypto'
import { freshDatabase } from '@entente/db/testing'
import { openRedis } from '@entente/queue/redis'
import { findRedis, startRedis } from '@entente/testkit/redis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Limits, limitsOf, redisLimits } from './limits.ts'

const database = await freshDatabase()

describe('in PostgreSQL', () => {
  holdEverywhere(() => limitsOf(database.api))
})

test('S4 an instance may allow an address more, and all of it counts in one place', async () => {
  const tries = { signInsPerMinute: 3, signUpsPerHour: 30, resetsPerHour: 30, questionsPerHour: 10 }
  const [strict, wide] = [3, 6].map((signInsPerMinute) =>
    limitsOf(database.api, { ...tries, signInsPerMinute, unknownLinksPerMinute: 10 }),
  )
  const key = randomUUID()
  for (let count = 0; count < 3; count++) expect(await strict?.count('signInOfAddress', key)).toBeNull()
  expect(await strict?.count('signInOfAddress', key)).toBeGreaterThan(0)
  for (let count = 4; count < 6; count++)
    expect(await wide?.count('directorySignInOfAddress', key)).toBeNull()
  expect(await wide?.count('signInOfAddress', key)).toBeNull()
  expect(await wide?.count('signInOfAddress', randomUUID())).toBeNull()
})

describe.skipIf(!findRedis())('in Redis (skipped without redis-server)', () => {
  const faults: Error[] = []
  const closing: (() => unknown)[] = []
  let open: () => Limits
  let limits: Limits
  beforeAll(async () => {
    const server = await startRedis()
    open = () => {
      const onError = (error: Error) => void faults.push(error)
      const client = openRedis({ url: server.url, onError, whileDown: 'fail' })
      closing.unshift(() => client.quit())
      return redisLimits(client, 'global')
    }
    limits = open()
    closing.push(() => server.stop())
  })
  afterAll(async () => {
    for (const close of closing) await close()
    expect(faults).toEqual([])
  })

  holdEverywhere((which) => (which === 'other' ? open() : limits))
})

function holdEverywhere(open: (which?: 'other') => Limits): void {
  test('S4 the limit holds across processes: both count in one place', async () => {
    const [limits, other] = [open(), open('other')]
    const key = randomUUID()
    for (let count = 0; count < 5; count++)
      expect(await (count % 2 ? other : limits).count('membershipSignInOfAccount', key)).toBeNull()
    expect(await other.count('membershipSignInOfAccount', key)).toBeGreaterThan(0)
    expect(await limits.count('membershipSignInOfAccount', randomUUID())).toBeNull()
  })

  test('S4 of forty parallel attempts exactly five pass', async () => {
    const limits = open()
    const key = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => limits.count('membershipSignInOfAccount', key)),
    )
    expect(answers.filter((wait) => wait === null)).toHaveLength(5)
  })

  test('S4 hosts of one IPv6 network share a higher limit, to which one host that is refused adds nothing', async () => {
    const limits = open()
    const network = randomUUID()
    const fill = async () => {
      const host = randomUUID()
      for (let count = 0; count < 40; count++) await limits.count('signInOfAddress', host, network)
    }
    await Promise.all(Array.from({ length: 9 }, fill))
    const [ours, theirs] = [randomUUID(), randomUUID()]
    for (let count = 0; count < 30; count++)
      expect(await limits.count('signInOfAddress', ours, network)).toBeNull()
    expect(await limits.count('signInOfAddress', theirs, network)).toBeGreaterThan(0)
    expect(await limits.count('signInOfAddress', theirs, randomUUID())).toBeNull()
  })

  test('an attempt that is given back does not count', async () => {
    const limits = open()
    const key = randomUUID()
    for (let count = 0; count < 20; count++) {
      expect(await limits.count('membershipSignInOfAccount', key)).toBeNull()
      await limits.giveBack('membershipSignInOfAccount', key)
    }
  })

  test('the wait is in seconds, within the rule’s time', async () => {
    const limits = open()
    const key = randomUUID()
    for (let count = 0; count < 30; count++) await limits.count('resetOfAddress', key)
    const wait = await limits.count('resetOfAddress', key)
    expect(wait).toBeGreaterThan(3500)
    expect(wait).toBeLessThanOrEqual(3600)
  })
}
