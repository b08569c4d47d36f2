import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { hashPassword } from '@entente/auth/password'
import { holding } from '@entente/db/testing/holding'
import { sized } from '@entente/testkit/full'
import { waitFor } from '@entente/testkit/wait'
import { authorizing, endPartnerships, givenWorld, grantAll, tokenOf } from '@entente/trpc/testing'
import { acceptanceRows, noAcceptance, oneAcceptance } from '@entente/trpc/testing/acceptance-rows'
import { call, inShort } from '@entente/trpc/testing/http'
import { turnOnFactor } from '@entente/trpc/testing/second-factor'
import { pino } from 'pino'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { median } from '../testing/timing.ts'
import { createApp } from './app.ts'

const world = await givenWorld()
const app = createApp(world.services, pino({ level: 'silent' }))
const rounds = sized(60, 10_000)
// Takes seconds on an idle machine; the time-out leaves room for a busy one.
vi.setConfig({ testTimeout: 120_000 })
const { owner, whileHeld, waiters } = await holding(world)

type Result = { result: string; relationshipId: string }

async function accept(token: string, session: string, choices = grantAll) {
  const input = authorizing(token, choices)
  const answer = await call(app, { path: 'invitation.accept', type: 'mutation', input, token: session })
  return { short: inShort(answer), data: answer.body.result?.data as Result | undefined }
}

const rowsOf = (customerId: string) => acceptanceRows(world, customerId)

/** The milliseconds that an undisturbed accept takes: a change at a random moment within twice that time may come first. */
async function timeOfAccept(): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 5; round++) {
    const [partner, customer] = [await world.partner(), await world.customer()]
    const session = await world.tokenFor(customer.person)
    const begun = performance.now()
    await accept(tokenOf(partner, { withPrivileges: true }), session)
    times.push(performance.now() - begun)
  }
  return median(times)
}

const lockCustomer = 'select from organisation where id = $1 for no key update'

test('R7 eight parallel accepts of one link by one customer: one creates, seven get the same 200', async () => {
  const partner = await world.partner()
  const token = tokenOf(partner, { withPrivileges: true })
  for (let round = 0; round < rounds; round++) {
    const customer = await world.customer()
    const session = await world.tokenFor(customer.person)
    const answers = await Promise.all(Array.from({ length: 8 }, () => accept(token, session)))
    expect(answers.map(({ short }) => short)).toEqual(Array(8).fill('200'))
    expect(answers.map(({ data }) => data?.result).toSorted()).toEqual([
      'accepted',
      ...Array(7).fill('already_partner'),
    ])
    const ids = new Set(answers.map(({ data }) => data?.relationshipId))
    expect([...ids]).toEqual([expect.any(String)])
    expect(await rowsOf(customer.id)).toEqual(oneAcceptance)
  }
})

test('R7 eight accepts of one link that wait for the same lock: one creates, seven get the same 200', async () => {
  const [partner, customer] = [await world.partner(), await world.customer()]
  const token = tokenOf(partner, { withPrivileges: true })
  const session = await world.tokenFor(customer.person)
  const presses = Array.from({ length: 8 }, () => () => accept(token, session))
  const answers = await whileHeld(lockCustomer, customer.id, ...presses)
  expect(answers.map(({ data }) => data?.result).toSorted()).toEqual([
    'accepted',
    ...Array(7).fill('already_partner'),
  ])
  expect(await rowsOf(customer.id)).toEqual(oneAcceptance)
})

test('R7, R-150 eight parallel accepts of a joint link: each half once, seven get the same 200', async () => {
  const [reseller, provider] = [await world.partner(), await world.partner({ kind: 'indirect_provider' })]
  const token = await world.jointToken(reseller, provider)
  for (let round = 0; round < rounds / 3; round++) {
    const customer = await world.customer()
    const session = await world.tokenFor(customer.person)
    const answers = await Promise.all(Array.from({ length: 8 }, () => accept(token, session)))
    expect(answers.map(({ data }) => data?.result).toSorted()).toEqual([
      'accepted',
      ...Array(7).fill('already_partner'),
    ])
    const both = { relationships: 2, records: 3, jobs: 4 }
    expect(await rowsOf(customer.id)).toEqual({ ...oneAcceptance, ...both })
  }
})

test('R8, R-150 a suspension of the provider, not yet committed: the joint accept waits for it and writes no half', async () => {
  const [reseller, provider] = [await world.partner(), await world.partner({ kind: 'indirect_provider' })]
  const customer = await world.customer()
  const [token, session] = [await world.jointToken(reseller, provider), await world.tokenFor(customer.person)]
  const suspend = `update organisation set partner_status = 'suspended' where id = $1`
  const answers = await whileHeld(suspend, provider.id, () => accept(token, session))
  expect(answers.map(({ short }) => short)).toEqual(['409 partner_not_active'])
  expect(await rowsOf(customer.id)).toEqual(noAcceptance)
})

test('R-148, R8 an end of the partnership, not yet committed: the joint accept waits for it and writes no half', async () => {
  const [reseller, provider] = [await world.partner(), await world.partner({ kind: 'indirect_provider' })]
  const customer = await world.customer()
  const [token, session] = [await world.jointToken(reseller, provider), await world.tokenFor(customer.person)]
  const answers = await whileHeld(endPartnerships, provider.id, () => accept(token, session))
  expect(answers.map(({ short }) => short)).toEqual(['409 partnership_not_active'])
  expect(await rowsOf(customer.id)).toEqual(noAcceptance)
})

test('R-148, R8 a joint accept and the end of its partnership at once: one comes first, and no half is written', async () => {
  const pauseMs = 2 * (await timeOfAccept())
  for (let round = 0; round < rounds / 3; round++) {
    const [reseller, provider] = [await world.partner(), await world.partner({ kind: 'indirect_provider' })]
    const customer = await world.customer()
    const [token, session] = [
      await world.jointToken(reseller, provider),
      await world.tokenFor(customer.person),
    ]
    const accepting = accept(token, session)
    await sleep(Math.random() * pauseMs)
    const [[ended], { short }] = await Promise.all([
      world.asOwner<{ ended_at: Date }>(`${endPartnerships} returning clock_timestamp() as ended_at`, [
        provider.id,
      ]),
      accepting,
    ])
    const rows = await rowsOf(customer.id)
    if (short === '200') {
      expect(rows).toMatchObject({ relationships: 2, agreements: 1 })
      const [row] = await world.asOwner<{ accepted_at: Date }>(
        'select accepted_at from acceptance where customer_id = $1',
        [customer.id],
      )
      expect(row?.accepted_at.getTime()).toBeLessThanOrEqual(ended?.ended_at.getTime() ?? 0)
    } else {
      expect(short).toBe('409 partnership_not_active')
      expect(rows).toEqual(noAcceptance)
    }
  }
})

describe('R7, R-057 two partners for the same free services: one 200, one 409 with nothing written', () => {
  /** Two admins of a new customer, each about to authorize another partner. */
  async function givenPresses() {
    const customer = await world.customer()
    const roles = ['global_admin' as const]
    const colleague = await world.person({ organisationId: customer.id, audience: 'customer', roles })
    const sessions = [await world.tokenFor(customer.person), await world.tokenFor(colleague)]
    const presses = sessions.map((session, at) => () => accept(tokens[at] ?? '', session))
    return { customer, presses }
  }
  const tokens: string[] = []
  beforeAll(async () => {
    for (const partner of [await world.partner(), await world.partner()])
      tokens.push(tokenOf(partner, { withPrivileges: true }))
  })

  async function expectOneWinner(customerId: string, answers: { short: string }[]): Promise<number> {
    expect(answers.map(({ short }) => short).toSorted()).toEqual(['200', '409 holders_changed'])
    expect(await rowsOf(customerId)).toEqual(oneAcceptance)
    return answers.findIndex(({ short }) => short === '200')
  }

  test('R7, R-057 at once: each partner wins some rounds', async () => {
    const winners = new Set<number>()
    for (let round = 0; round < rounds; round++) {
      const { customer, presses } = await givenPresses()
      // Each is the first to press in every other round, since the first one mostly wins.
      const isTurned = round % 2 === 1
      const pressed = (isTurned ? presses.toReversed() : presses).map((press) => press())
      const winner = await expectOneWinner(customer.id, await Promise.all(pressed))
      winners.add(isTurned ? 1 - winner : winner)
    }
    expect([...winners].toSorted()).toEqual([0, 1])
  })

  test('R7, R-057 while both wait for the same lock', async () => {
    const { customer, presses } = await givenPresses()
    await expectOneWinner(customer.id, await whileHeld(lockCustomer, customer.id, ...presses))
  })
})

test('acceptances of one link write neither its row nor its partner’s, so that any number of them go on at once', async () => {
  const [partner, customer] = [await world.partner(), await world.customer()]
  const lastLocked = async () => {
    const { rows } = await owner.query(
      `select xmax::text from organisation where id = $1
        union all select xmax::text from relationship_link where partner_id = $1`,
      [partner.id],
    )
    return rows
  }
  const before = await lastLocked()
  const token = tokenOf(partner, { withPrivileges: true })
  expect((await accept(token, await world.tokenFor(customer.person))).short).toBe('200')
  expect(await lastLocked()).toEqual(before)
})

describe('R8 an accept that races a change on the partner’s side', () => {
  const changes = {
    revoke: {
      refusal: '410 link_revoked',
      sql: 'update relationship_link set version = version + 1 where partner_id = $1',
    },
    suspend: {
      refusal: '409 partner_not_active',
      sql: `update organisation set partner_status = 'suspended' where id = $1`,
    },
  }

  for (const [name, { sql, refusal }] of Object.entries(changes)) {
    test(`R8 ${name} at a random offset: accepted whole, or refused with nothing written, and both occur`, async () => {
      const undisturbed = await timeOfAccept()
      const seen = new Set<string>()
      for (let round = 0; round < rounds; round++) {
        const [partner, customer] = [await world.partner(), await world.customer()]
        const token = tokenOf(partner, { withPrivileges: true })
        const session = await world.tokenFor(customer.person)
        const [answer] = await Promise.all([
          accept(token, session),
          sleep(Math.random() * 2 * undisturbed).then(() => owner.query(sql, [partner.id])),
        ])
        expect(['200', refusal]).toContain(answer.short)
        expect(await rowsOf(customer.id)).toEqual(answer.short === '200' ? oneAcceptance : noAcceptance)
        expect((await accept(token, session)).short).toBe(refusal)
        seen.add(answer.short)
      }
      expect([...seen].toSorted()).toEqual(['200', refusal])
    })

    test(`R8 ${name} first, not yet committed: the accept waits for it and is refused`, async () => {
      const [partner, customer] = [await world.partner(), await world.customer()]
      const session = await world.tokenFor(customer.person)
      const press = () => accept(tokenOf(partner, { withPrivileges: true }), session)
      const answers = await whileHeld(sql, partner.id, press)
      expect(answers.map(({ short }) => short)).toEqual([refusal])
      expect(await rowsOf(customer.id)).toEqual(noAcceptance)
    })
  }
})

test('R-026 accepts of three partners at once leave one holder of each service', async () => {
  const partners = await Promise.all([world.partner(), world.partner(), world.partner()])
  for (let round = 0; round < 25; round++) {
    const customer = await world.customer()
    const session = await world.tokenFor(customer.person)
    const presses = partners.flatMap((partner) => [partner, partner])
    const answers = await Promise.all(
      presses.map((partner) => accept(tokenOf(partner, { withPrivileges: true }), session)),
    )
    const late = Array(4).fill('409 holders_changed')
    expect(answers.map(({ short }) => short).toSorted()).toEqual(['200', '200', ...late])
    const holders = await world.asOwner(
      `select service, count(*)::int as count from admin_grant where customer_id = $1 and ended_at is null
      group by service order by service`,
      [customer.id],
    )
    const services = grantAll.map(([service]) => service).toSorted()
    expect(holders).toEqual(services.map((service) => ({ service, count: 1 })))
  }
})

describe('a second factor becomes required while somebody', async () => {
  const password = 'harbour lamp violet 42'
  const passwordHash = await hashPassword(password)
  const holdMembership = 'select from auth.membership where id = $1 for update'

  async function givenPeople() {
    const { id: organisationId, person: admin } = await world.customer()
    const person = await world.person({ organisationId, audience: 'customer', roles: ['user'], passwordHash })
    const api = await world.as(admin)
    await turnOnFactor(world, api)
    const require = async () => {
      await waitFor(async () => (await waiters()) === 1)
      await api.people.requireSecondFactor({ required: true, idempotencyKey: randomUUID() })
    }
    return { organisationId, person, require }
  }

  test('signs in without one: the session ends with the others', async () => {
    const { person, require } = await givenPeople()
    const signIn = () => world.caller({ site: 'customer' }).session.signIn({ email: person.email, password })
    // The sign-in has read what the company requires, and waits to write its session.
    const [started] = await whileHeld<unknown>(holdMembership, person.membershipId, signIn, require)
    const { token } = started as Awaited<ReturnType<typeof signIn>>
    expect(await world.caller({ token }).session.current()).toBeNull()
  })

  test('turns theirs off: the session ends with the others', async () => {
    const { person, require } = await givenPeople()
    const api = await world.as(person)
    await turnOnFactor(world, api)
    const holdFactor = 'select from auth.second_factor where account_id = $1 for update'
    await whileHeld<unknown>(
      holdFactor,
      person.id,
      () => api.secondFactor.turnOff({ idempotencyKey: randomUUID() }),
      require,
    )
    expect(await api.session.current()).toBeNull()
  })

  test('without one comes from another company of theirs: the session ends with the others', async () => {
    const { person, require, organisationId } = await givenPeople()
    const elsewhere = await world.customer()
    const [row] = await world.asOwner<{ id: typeof person.membershipId }>(
      `insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
      select gen_random_uuid(), $1, 'customer', $2, 'active', '{user}', now() returning id`,
      [person.id, elsewhere.id],
    )
    const api = await world.as({ ...person, membershipId: row?.id ?? person.membershipId })
    const move = () => api.session.switchOrganisation({ id: organisationId })
    const [moved] = await whileHeld<unknown>(holdMembership, person.membershipId, move, require)
    const { token } = moved as NonNullable<Awaited<ReturnType<typeof move>>>
    expect(await world.caller({ token }).session.current()).toBeNull()
  })
})

test('two renewals of one session are used for the first time at once: both stay good', async () => {
  const password = 'harbour lamp violet 42'
  const { id: organisationId } = await world.customer()
  const given = { organisationId, audience: 'customer', roles: ['user'] } as const
  const passwordHash = await hashPassword(password)
  const person = await world.person({ ...given, roles: [...given.roles], passwordHash })
  const old = await world.tokenFor(person)
  const press = () => world.caller({ token: old }).session.stepUp({ password })
  const tokens = (await Promise.all([press(), press()])).map(({ token }) => token)
  const use = (token: string) => () => world.caller({ token }).session.current()
  // Each first use has marked its own session, and waits for the one that both replace.
  const holdOld = `select from auth.session where account_id = $1 and replaces is null for update`
  const used = await whileHeld(holdOld, person.id, ...tokens.map(use))
  expect(used.map((session) => session?.account.id)).toEqual([person.id, person.id])
  expect(await use(old)()).toBeNull()
  for (const token of tokens) expect(await use(token)()).not.toBeNull()
})
