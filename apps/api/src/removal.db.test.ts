import { randomUUID } from 'node:crypto'
import { sized } from '@entente/testkit/full'
import { authorizing, cloud, generousLimits, givenWorld, grantAll, tokenOf } from '@entente/trpc/testing'
import { type Answer, call } from '@entente/trpc/testing/http'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { figure, testMsMax } from '../testing/figure.ts'
import { createApp } from './app.ts'

const sessions = 32
const rounds = sized(2, 50)

const world = await givenWorld({ limits: generousLimits })
const app = createApp(world.services, pino({ level: 'silent' }))
const services = cloud.services.map(({ id }) => id)

type Use = { startedAt: number; succeeded: boolean }

/** Uses a right from many sessions at once, without a pause, while `remove` takes it away. */
async function useWhile(
  use: (session: number) => Promise<Answer>,
  hasSucceeded: (answer: Answer) => boolean,
  remove: () => Promise<unknown>,
) {
  const uses: Use[] = []
  let isOver = false
  const users = Array.from({ length: sessions }, async (_, session) => {
    while (!isOver) {
      const startedAt = performance.now()
      uses.push({ startedAt, succeeded: hasSucceeded(await use(session)) })
    }
  })
  await waitFor(() => uses.filter(({ succeeded }) => succeeded).length >= sessions)
  await remove()
  const removedAt = performance.now()
  const later = () => uses.filter(({ startedAt }) => startedAt > removedAt)
  await waitFor(() => later().length >= sessions)
  isOver = true
  await Promise.all(users)
  return { before: uses.length - later().length, later: later() }
}

async function waitFor(isSo: () => boolean) {
  while (!isSo()) await new Promise((next) => setTimeout(next, 5))
}

async function givenUse() {
  const [customer, partner] = [await world.customer(), await world.partner()]
  const admin = await world.as(customer.person)
  await admin.invitation.accept(authorizing(tokenOf(partner, { withPrivileges: true }), grantAll))
  const [entry] = (await (await world.as(partner.person)).customers.list({})).customers
  const tokens = await Promise.all(Array.from({ length: sessions }, () => world.tokenFor(partner.person)))
  const read = (session: number) =>
    call(app, { path: 'customers.get', type: 'query', input: { id: entry?.id }, token: tokens[session] })
  return { customer, partner, admin, read }
}

const isGranted = ({ status, text }: Answer) =>
  status === 200 && text.includes('"customer_users.view":{"access":"allowed"')

describe(`S16 a right that ${sessions} sessions use is gone once its removal is answered`, () => {
  test(
    'S16 R-030 a customer removes a partner’s roles',
    async () => {
      let [before, after, succeeded] = [0, 0, 0]
      for (let round = 0; round < rounds; round++) {
        const { admin, partner, read } = await givenUse()
        const used = await useWhile(read, isGranted, () =>
          admin.partnerRelationships.removeRoles({
            ...{ partnerId: partner.id, services, idempotencyKey: randomUUID() },
          }),
        )
        before += used.before
        after += used.later.length
        succeeded += used.later.filter((use) => use.succeeded).length
      }
      figure(`S16 removed roles: ${before} uses before, ${succeeded} of ${after} after the 200`)
      expect(succeeded).toBe(0)
    },
    testMsMax,
  )

  test('S16 a person’s membership ends: every open session of theirs is refused', async () => {
    const { partner, read } = await givenUse()
    const { before, later } = await useWhile(
      read,
      ({ status }) => status === 200,
      () =>
        world.asOwner(`update auth.membership set status = 'removed', roles = '{}' where account_id = $1`, [
          partner.person.id,
        ]),
    )
    const succeeded = later.filter((use) => use.succeeded).length
    figure(`S16 ended membership: ${before} uses before, ${succeeded} of ${later.length} after it`)
    expect(succeeded).toBe(0)
  })

  test('S16 a role is taken away: what it allowed is refused', async () => {
    const { partner, read } = await givenUse()
    const { later } = await useWhile(read, isGranted, () =>
      world.asOwner(`update auth.membership set roles = '{global_admin}' where account_id = $1`, [
        partner.person.id,
      ]),
    )
    expect(later.filter((use) => use.succeeded)).toEqual([])
  })
})
