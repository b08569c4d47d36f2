import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import { instanceChain } from '@entente/db/core/audit'
import { describe, expect, test } from 'vitest'
import { guessOften } from '../../testing/guess-often.ts'
import { givenWorld, outcomesOf, refusalFrom } from '../../testing/index.ts'
import { codeOf, turnOnFactor } from '../../testing/second-factor.ts'

const world = await givenWorld()
const password = 'harbour lamp violet 42'
const passwordHash = await hashPassword(password)
const once = () => ({ idempotencyKey: randomUUID() })

type SignsIn = { email: string; audience?: 'partner' | 'operator' }
const signIn = ({ email, audience = 'partner' }: SignsIn) =>
  world.caller({ site: audience }).session.signIn({ email, password })

async function givenAgent() {
  const partner = await world.partner()
  const person = await world.person({
    organisationId: partner.id,
    audience: 'partner',
    roles: ['sales_agent'],
    passwordHash,
  })
  return { partner, person, api: await world.as(person) }
}

/** An agent with a second factor. The code that turned it on is used, so the clock moves on to the next one. */
async function givenProtectedAgent() {
  const agent = await givenAgent()
  const factor = await turnOnFactor(world, agent.api)
  world.clock.forward({ minutes: 1 })
  return { ...agent, factor }
}

describe('signing in with a second factor', () => {
  test('the password alone opens nothing; the code opens a session with another token', async () => {
    const { person, factor } = await givenProtectedAgent()
    const first = await signIn(person)
    expect(first.awaits).toBe('second_factor')
    const half = world.caller({ token: first.token })
    expect(await half.session.current()).toBeNull()
    expect(await half.session.waiting()).toEqual({ awaits: 'second_factor' })
    expect(await refusalFrom(half.customers.list({}))).toEqual({ code: 'not_signed_in' })
    const second = await half.session.giveSecondFactor({ code: factor.code() })
    expect(second).toMatchObject({ awaits: null })
    expect(second.token).not.toBe(first.token)
    expect(await world.caller({ token: second.token }).session.current()).toMatchObject({
      account: { id: person.id },
    })
    expect(await world.caller({ token: first.token }).session.waiting()).toBeNull()
  })

  test('a code works once: neither the same nor an earlier one opens a second session', async () => {
    const { person, factor } = await givenProtectedAgent()
    const [one, two] = [await signIn(person), await signIn(person)]
    const earlier = factor.code()
    const code = { code: earlier }
    await world.caller({ token: one.token }).session.giveSecondFactor(code)
    const again = world.caller({ token: two.token })
    expect(await refusalFrom(again.session.giveSecondFactor(code))).toEqual({ code: 'wrong_code' })
    world.clock.forward({ minutes: 0.5 })
    expect(await refusalFrom(again.session.giveSecondFactor(code))).toEqual({ code: 'wrong_code' })
    expect(await again.session.giveSecondFactor({ code: factor.code() })).toHaveProperty('token')
  })

  test('R7 four presses with one code at once open one session', async () => {
    const { person, factor } = await givenProtectedAgent()
    const waiting = await Promise.all(Array.from({ length: 4 }, () => signIn(person)))
    const code = { code: factor.code() }
    const presses = waiting.map(({ token }) => world.caller({ token }).session.giveSecondFactor(code))
    expect(await outcomesOf(...presses)).toEqual(['done', ...Array(3).fill('wrong_code')])
  })

  test('who guesses codes waits ever longer, from any network, for the right one too; on a known device the owner gives theirs', async () => {
    const { partner, person, factor } = await givenProtectedAgent()
    const own = world.caller({ token: (await signIn(person)).token })
    const { device: known } = await own.session.giveSecondFactor({ code: factor.code() })
    world.clock.forward({ minutes: 1 })
    const wrong = factor.code() === '000000' ? '000001' : '000000'
    let network = 0
    await guessOften(world, async () => {
      const { token } = await signIn(person)
      const clientAddress = `2001:db8:0:${(network++).toString(16)}::1`
      return world.caller({ token, clientAddress }).session.giveSecondFactor({ code: wrong })
    })
    const half = world.caller({ token: (await signIn(person)).token })
    const refusal = await refusalFrom(half.session.giveSecondFactor({ code: factor.code() }))
    expect(refusal).toMatchObject({ code: 'too_many_attempts' })
    const refused = (await world.auditOf(partner.id)).filter(
      ({ action }) => action === 'second_factor.refused',
    )
    expect(refused).toHaveLength(9)
    expect(JSON.stringify(refused)).not.toContain(wrong)
    const knownDevice = known?.token ?? null
    const owner = world.caller({ token: (await signIn(person)).token, knownDevice })
    const { device } = await owner.session.giveSecondFactor({ code: factor.code() })
    expect(device).not.toBeNull()
  })

  test('five wrong codes end a sign-in in progress', async () => {
    const { person, factor } = await givenProtectedAgent()
    const half = world.caller({ token: (await signIn(person)).token })
    const wrong = factor.code() === '000000' ? '000001' : '000000'
    await guessOften(world, () => half.session.giveSecondFactor({ code: wrong }), 4)
    expect(await half.session.waiting()).not.toBeNull()
    expect(await refusalFrom(half.session.giveSecondFactor({ code: wrong }))).toEqual({ code: 'wrong_code' })
    expect(await half.session.waiting()).toBeNull()
    world.clock.forward({ minutes: 1 })
    const again = world.caller({ token: (await signIn(person)).token })
    expect(await again.session.giveSecondFactor({ code: factor.code() })).toHaveProperty('token')
  })

  test('a recovery code works once, however it is typed', async () => {
    const { person, factor, partner } = await givenProtectedAgent()
    const [code = ''] = factor.recoveryCodes
    const first = world.caller({ token: (await signIn(person)).token })
    expect(
      await first.session.giveSecondFactor({ code: code.replaceAll('-', ' ').toUpperCase() }),
    ).toHaveProperty('token')
    const again = world.caller({ token: (await signIn(person)).token })
    expect(await refusalFrom(again.session.giveSecondFactor({ code }))).toEqual({ code: 'wrong_code' })
    const actions = (await world.auditOf(partner.id)).map(({ action }) => action)
    expect(actions).toContain('second_factor.recovery_code_used')
    expect(await (await world.as(person)).secondFactor.status()).toMatchObject({ recoveryCodesLeft: 9 })
  })

  test('a recovery code of one account does not work for another', async () => {
    const [one, two] = [await givenProtectedAgent(), await givenProtectedAgent()]
    const half = world.caller({ token: (await signIn(two.person)).token })
    const code = one.factor.recoveryCodes[0] ?? ''
    expect(await refusalFrom(half.session.giveSecondFactor({ code }))).toEqual({ code: 'wrong_code' })
  })

  test('a sign-in in progress lasts ten minutes', async () => {
    const { person, factor } = await givenProtectedAgent()
    const half = world.caller({ token: (await signIn(person)).token })
    world.clock.forward({ minutes: 11 })
    expect(await half.session.waiting()).toBeNull()
    expect(await refusalFrom(half.session.giveSecondFactor({ code: factor.code() }))).toEqual({
      code: 'not_signed_in',
    })
  })

  test('a sign-in in progress ends with the membership', async () => {
    const { person } = await givenProtectedAgent()
    const half = world.caller({ token: (await signIn(person)).token })
    await world.asOwner(`update auth.membership set status = 'removed', roles = '{}' where id = $1`, [
      person.membershipId,
    ])
    expect(await half.session.waiting()).toBeNull()
  })
})

describe('turning it on and off', () => {
  test('nothing is asked before a first code confirms it', async () => {
    const { person, api } = await givenAgent()
    await api.secondFactor.begin(once())
    expect(await signIn(person)).toMatchObject({ awaits: null })
    expect(await api.secondFactor.status()).toMatchObject({ isOn: false, isMandatory: false })
  })

  test('the label in an authenticator says the name once', async () => {
    const { api, person } = await givenAgent()
    await api.secondFactor.begin(once())
    const { pathname, searchParams } = new URL((await api.secondFactor.setUp()).uri)
    expect(decodeURIComponent(pathname)).toMatch(new RegExp(`/Entente Global:${person.email}$`))
    expect(searchParams.get('issuer')).toBe('Entente Global')
  })

  test('a wrong first code turns nothing on', async () => {
    const { api } = await givenAgent()
    await api.secondFactor.begin(once())
    const { secret } = await api.secondFactor.setUp()
    const wrong = codeOf(world, secret) === '000000' ? '000001' : '000000'
    expect(await refusalFrom(api.secondFactor.confirm({ code: wrong, ...once() }))).toEqual({
      code: 'wrong_code',
    })
    expect(await api.secondFactor.status()).toMatchObject({ isOn: false })
  })

  test('a factor being set up is shown to and confirmed by the session that began it alone', async () => {
    const operator = { ...(await world.operator(passwordHash)), audience: 'operator' as const }
    const [mine, other] = [await signIn(operator), await signIn(operator)]
    const here = world.caller({ token: mine.token })
    const there = world.caller({ token: other.token })
    await here.secondFactor.begin(once())
    const { secret } = await here.secondFactor.setUp()
    const code = codeOf(world, secret)
    const missing = { code: 'second_factor_missing' }
    expect(await refusalFrom(there.secondFactor.setUp())).toEqual(missing)
    expect(await refusalFrom(there.secondFactor.confirm({ code, ...once() }))).toEqual(missing)
    expect(await here.secondFactor.confirm({ code, ...once() })).toMatchObject({ result: 'confirmed' })
  })

  test('the secret is shown to its owner, for an hour, and not after it is confirmed', async () => {
    const [one, two] = [await givenAgent(), await givenAgent()]
    await one.api.secondFactor.begin(once())
    expect(await refusalFrom(two.api.secondFactor.setUp())).toEqual({ code: 'second_factor_missing' })
    for (let minutes = 0; minutes < 61; minutes += 20.5) {
      world.clock.forward({ minutes: 20.5 })
      await one.api.session.current()
    }
    expect(await refusalFrom(one.api.secondFactor.setUp())).toEqual({ code: 'second_factor_missing' })
    const fresh = await world.as(one.person)
    await turnOnFactor(world, fresh)
    expect(await refusalFrom(fresh.secondFactor.setUp())).toEqual({ code: 'second_factor_missing' })
  })

  test('S22 neither secret nor codes can be read in the rows, and a repeat of the press shows none', async () => {
    const { person, api } = await givenAgent()
    await api.secondFactor.begin(once())
    const { secret } = await api.secondFactor.setUp()
    const press = { code: codeOf(world, secret), ...once() }
    const first = await api.secondFactor.confirm(press)
    if (first.result !== 'confirmed') throw new Error('not confirmed')
    expect(first.recoveryCodes).toHaveLength(10)
    expect(await api.secondFactor.confirm(press)).toEqual({ result: 'shown_once' })
    const rows = await world.asOwner<{ row: string }>(
      `select row_to_json(t)::text as row from auth.second_factor t where account_id = $1
       union all select row_to_json(t)::text from auth.recovery_code t where account_id = $1
       union all select row_to_json(t)::text from idempotency t where actor = $1::text
       union all select row_to_json(t)::text from audit_record t where actor_id = $1`,
      [person.id],
    )
    expect(rows.length).toBeGreaterThan(12)
    const text = JSON.stringify(rows).toLowerCase()
    const hex = Buffer.from(secret).toString('hex')
    for (const known of [secret, hex, ...first.recoveryCodes, ...first.recoveryCodes.map(unhyphened)])
      expect(text).not.toContain(known.toLowerCase())
  })

  test('changing the device keeps the old one valid until the new one is confirmed; other sessions end', async () => {
    const { person, factor, api } = await givenProtectedAgent()
    const elsewhere = await world.as(person)
    await api.secondFactor.begin(once())
    const half = world.caller({ token: (await signIn(person)).token })
    expect(await half.session.giveSecondFactor({ code: factor.code() })).toHaveProperty('token')
    world.clock.forward({ minutes: 1 })
    const next = await turnOnFactor(world, api)
    expect(await elsewhere.session.current()).toBeNull()
    expect(await api.session.current()).not.toBeNull()
    world.clock.forward({ minutes: 1 })
    const again = world.caller({ token: (await signIn(person)).token })
    expect(await refusalFrom(again.session.giveSecondFactor({ code: factor.code() }))).toEqual({
      code: 'wrong_code',
    })
    expect(await again.session.giveSecondFactor({ code: next.code() })).toHaveProperty('token')
  })

  test('turned off, the password is enough again and old recovery codes are gone', async () => {
    const { person, api, partner } = await givenProtectedAgent()
    await api.secondFactor.turnOff(once())
    expect(await signIn(person)).toMatchObject({ awaits: null })
    expect(await api.secondFactor.status()).toMatchObject({ isOn: false, recoveryCodesLeft: 0 })
    const actions = (await world.auditOf(partner.id)).map(({ action }) => action)
    expect(actions).toEqual(expect.arrayContaining(['second_factor.turned_on', 'second_factor.turned_off']))
  })

  test('new recovery codes replace the earlier ones', async () => {
    const { person, api, factor } = await givenProtectedAgent()
    const made = await api.secondFactor.newRecoveryCodes(once())
    const half = world.caller({ token: (await signIn(person)).token })
    const old = factor.recoveryCodes[3] ?? ''
    expect(await refusalFrom(half.session.giveSecondFactor({ code: old }))).toEqual({ code: 'wrong_code' })
    const next = made.result === 'made' ? (made.recoveryCodes[3] ?? '') : ''
    expect(await half.session.giveSecondFactor({ code: next })).toHaveProperty('token')
  })
})

describe('operators', () => {
  test('the first sign-in only sets up a second factor; the next one asks for it', async () => {
    const operator = { ...(await world.operator(passwordHash)), audience: 'operator' as const }
    const first = await signIn(operator)
    expect(first.awaits).toBe('second_factor_set_up')
    const half = world.caller({ token: first.token })
    expect(await half.session.current()).toBeNull()
    expect(await refusalFrom(half.session.list())).toEqual({ code: 'not_signed_in' })
    const { session, secret } = await turnOnFactor(world, half)
    const full = world.caller({ token: session?.token })
    expect(await full.session.current()).toMatchObject({ audience: 'operator' })
    expect(await refusalFrom(half.secondFactor.status())).toEqual({ code: 'not_signed_in' })
    world.clock.forward({ minutes: 1 })
    const second = await signIn(operator)
    expect(second.awaits).toBe('second_factor')
    const next = world.caller({ token: second.token })
    expect(await refusalFrom(next.secondFactor.begin(once()))).toEqual({ code: 'not_signed_in' })
    expect(await next.session.giveSecondFactor({ code: codeOf(world, secret) })).toHaveProperty('token')
    expect(await refusalFrom(full.secondFactor.turnOff(once()))).toEqual({ code: 'second_factor_mandatory' })
    const actions = (await world.auditOf(instanceChain)).map(({ action }) => action)
    expect(actions).toContain('second_factor.turned_on')
  })
})

describe('where you are signed in', () => {
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

  test('lists own sessions by device, ends one, and all others', async () => {
    const [{ person }, stranger] = [await givenAgent(), await givenAgent()]
    const { token } = await world
      .caller({ device: firefox, site: 'partner' })
      .session.signIn({ email: person.email, password })
    const here = world.caller({ token })
    const [there, third] = [await world.as(person), await world.as(person)]
    const { sessions } = await here.session.list()
    expect(sessions.filter(({ isCurrent }) => isCurrent)).toMatchObject([{ device: 'Firefox, Linux' }])
    expect(sessions.length).toBeGreaterThanOrEqual(3)
    const current = (await there.session.list()).sessions.find(({ isCurrent }) => isCurrent)
    const id = current?.id ?? sessions[0]?.id
    if (!id) throw new Error('no session')
    expect(await refusalFrom(stranger.api.session.end({ id, ...once() }))).toEqual({ code: 'not_found' })
    await here.session.end({ id, ...once() })
    expect(await there.session.current()).toBeNull()
    await here.session.endOthers(once())
    expect(await third.session.current()).toBeNull()
    expect((await here.session.list()).sessions).toHaveLength(1)
  })
})

const unhyphened = (code: string) => code.replaceAll('-', '')
