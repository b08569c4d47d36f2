import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import { cloudOf } from '@entente/clouds/clouds'
import { instanceChain } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { asAuth } from '@entente/db/core/scopes'
import { insertMembership } from '@entente/db/identity/accounts'
import { describe, expect, test } from 'vitest'
import { guessOften } from '../../testing/guess-often.ts'
import { givenWorld, refusalFrom } from '../../testing/index.ts'
import { visitorOf } from '../core/context.ts'

const world = await givenWorld()
const password = 'harbour lamp violet 42'
const passwordHash = await hashPassword(password)

const givenAgent = async () => {
  const partner = await world.partner()
  const roles = ['sales_agent' as const]
  return {
    partner,
    person: await world.person({ organisationId: partner.id, audience: 'partner', roles, passwordHash }),
  }
}

const signIn = (email: string, secret = password, clientAddress: string = randomUUID()) =>
  world.caller({ clientAddress, site: 'partner' }).session.signIn({ email, password: secret })

test.each([
  ['a company in which they are active', 'active', true],
  ['none that removed them', 'removed', false],
  ['none that they only asked to join', 'requested', false],
] as const)('R-074 a session says that a person may go on in another company: %s', async (_, status, may) => {
  const { person } = await givenAgent()
  const other = await world.partner()
  const place = { audience: 'partner', organisationId: other.id, status } as const
  const roles = status === 'active' ? ['sales_agent' as const] : []
  const membership = { id: newId<'membership'>(), accountId: person.id, ...place, roles }
  await asAuth(world.api, person.id, (db) => insertMembership(db, membership, world.clock.now()))
  const api = await world.as(person)
  expect(await api.session.current()).toMatchObject({ hasCompanies: may })
  expect((await api.session.organisations()).organisations).toHaveLength(may ? 2 : 1)
})

describe('sign-in', () => {
  test('the token opens a session that names person, organisation and roles', async () => {
    const { partner, person } = await givenAgent()
    const { token } = await signIn(person.email)
    expect(await world.caller({ token }).session.current()).toMatchObject({
      account: { id: person.id, email: person.email },
      organisation: {
        id: partner.id,
        legalName: partner.legalName,
        partnerKind: 'direct_bill',
        status: 'active',
      },
      audience: 'partner',
      roles: ['sales_agent'],
    })
  })

  test('each audience has accounts of its own', async () => {
    const { person } = await givenAgent()
    const elsewhere = world.caller().session.signIn({ email: person.email, password })
    expect(await refusalFrom(elsewhere)).toEqual({ code: 'wrong_credentials' })
  })

  test('FIPS 140 a sign-in hashes the password again when the cloud’s rule differs', async () => {
    const { person } = await givenAgent()
    const hashOf = async () => {
      const query = 'select password_hash from auth.credential where account_id = $1'
      return (await world.asOwner<{ password_hash: string }>(query, [person.id]))[0]?.password_hash
    }
    const asCloud = (id: 'global' | 'us-government', secret: string) =>
      world
        .caller({ cloud: cloudOf(id), site: 'partner' })
        .session.signIn({ email: person.email, password: secret })
    expect(await hashOf()).toMatch(/^\$argon2id\$/)
    await refusalFrom(asCloud('us-government', 'wrong'))
    expect(await hashOf()).toMatch(/^\$argon2id\$/)
    await asCloud('us-government', password)
    const rehashed = await hashOf()
    expect(rehashed).toMatch(/^\$pbkdf2-sha256\$i=600000\$/)
    await asCloud('us-government', password)
    expect(await hashOf()).toBe(rehashed)
    await asCloud('global', password)
    expect(await hashOf()).toMatch(/^\$argon2id\$/)
  })

  test('only the token’s hash is stored', async () => {
    const { person } = await givenAgent()
    const { token } = await signIn(person.email)
    const rows = await world.asOwner('select s::text as row from auth.session s where account_id = $1', [
      person.id,
    ])
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  test('a sign-in that fails is recorded: for the account’s tenant, or for the instance', async () => {
    const { partner, person } = await givenAgent()
    expect(await refusalFrom(signIn(person.email, 'wrong'))).toEqual({ code: 'wrong_credentials' })
    expect(await world.auditOf(partner.id)).toMatchObject([
      { action: 'session.refused', actor_id: person.id },
    ])
    const before = (await world.auditOf(instanceChain)).length
    expect(await refusalFrom(signIn('nobody@partner.example'))).toEqual({ code: 'wrong_credentials' })
    const records = await world.auditOf(instanceChain)
    expect(records).toHaveLength(before + 1)
    expect(JSON.stringify(records)).not.toContain('nobody@')
  })

  test('a company that removed the person gets no record of a sign-in that fails', async () => {
    const { partner, person } = await givenAgent()
    await world.asOwner(`update auth.membership set status = 'removed', roles = '{}' where account_id = $1`, [
      person.id,
    ])
    expect(await refusalFrom(signIn(person.email, 'wrong'))).toEqual({ code: 'wrong_credentials' })
    expect(await world.auditOf(partner.id)).toEqual([])
  })

  test('who guesses at an account waits ever longer, for the right password too; from elsewhere the owner signs in', async () => {
    const { person } = await givenAgent()
    const attacker = '192.0.2.7'
    const refusals = await guessOften(world, () => signIn(person.email, 'wrong', attacker))
    expect(new Set(refusals)).toEqual(new Set(['wrong_credentials']))
    for (const address of [attacker, '192.0.2.200']) {
      const refusal = await refusalFrom(signIn(person.email, password, address))
      expect(refusal).toEqual({ code: 'too_many_attempts', retryAfterSeconds: expect.closeTo(16, -1) })
    }
    expect(await signIn(person.email, password, '198.51.100.7')).toHaveProperty('token')
  })

  test('a device that signed in passes from a network whose guesses wait, and is held by its own alone', async () => {
    const { person } = await givenAgent()
    const network = { clientAddress: '2001:db8::7' }
    const at = (visitor: object, secret: string) =>
      world
        .caller({ site: 'partner', ...network, ...visitor })
        .session.signIn({ email: person.email, password: secret })
    const { device } = await at({}, password)
    const known = { knownDevice: device?.token ?? null }
    await guessOften(world, () => at({ clientAddress: '2001:db8::beef' }, 'wrong'))
    expect(await refusalFrom(at({}, password))).toMatchObject({ code: 'too_many_attempts' })
    const renewed = await at(known, password)
    await guessOften(world, () => at(known, 'wrong'))
    expect(await refusalFrom(at(known, password))).toMatchObject({ code: 'too_many_attempts' })
    expect(await at({ knownDevice: renewed.device?.token ?? null }, password)).toHaveProperty('token')
  })

  test('a device is known no more after the password changed', async () => {
    const { person } = await givenAgent()
    const network = { site: 'partner', clientAddress: '2001:db8:0:77::7' } as const
    const { token, device } = await signIn(person.email)
    world.clock.forward({ minutes: 1 })
    const next = 'orchard lantern gravel 19'
    const change = { current: password, password: next, idempotencyKey: randomUUID() }
    await world.caller({ token }).account.changePassword(change)
    await guessOften(world, () => signIn(person.email, 'wrong', network.clientAddress))
    const api = world.caller({ ...network, knownDevice: device?.token ?? null })
    const again = api.session.signIn({ email: person.email, password: next })
    expect(await refusalFrom(again)).toMatchObject({ code: 'too_many_attempts' })
  })

  test('a right password that lets nobody in stays counted', async () => {
    const { person } = await givenAgent()
    await world.asOwner(`update auth.membership set status = 'removed', roles = '{}' where id = $1`, [
      person.membershipId,
    ])
    const refusals = await guessOften(world, () => signIn(person.email, password, '2001:db8:0:78::7'), 5)
    expect(new Set(refusals)).toEqual(new Set(['account_not_active']))
    const again = signIn(person.email, password, '2001:db8:0:78::7')
    expect(await refusalFrom(again)).toMatchObject({ code: 'too_many_attempts' })
  })

  test('a device is known to one account only, and passes a crowded address', async () => {
    const [mine, other] = [await givenAgent(), await givenAgent()]
    const visitor = { clientAddress: '203.0.113.9' }
    const at = (known: string | null, email: string, secret = password) =>
      world
        .caller({ site: 'partner', ...visitor, knownDevice: known })
        .session.signIn({ email, password: secret })
    const { device } = await at(null, mine.person.email)
    for (let count = 0; count < 30; count++)
      await refusalFrom(at(null, `${randomUUID()}@partner.example`, 'wrong'))
    const known = device?.token ?? null
    expect(await refusalFrom(at(known, other.person.email))).toMatchObject({ code: 'too_many_attempts' })
    expect(await at(known, mine.person.email)).toHaveProperty('token')
  })

  test('ten failures from anywhere but a known device are mailed to the owner, once a day', async () => {
    const { person } = await givenAgent()
    const mails = async () =>
      (await world.jobsAbout(person.id)).filter(({ name }) => name === 'mail.sign-ins-failed').length
    const { device } = await signIn(person.email)
    const own = { site: 'partner' as const, clientAddress: randomUUID(), knownDevice: device?.token ?? null }
    const mistype = () => world.caller(own).session.signIn({ email: person.email, password: 'wrong' })
    await guessOften(world, mistype, 3)
    for (let count = 0; count < 9; count++) await refusalFrom(signIn(person.email, 'wrong'))
    expect(await mails()).toBe(0)
    for (let count = 0; count < 12; count++) await refusalFrom(signIn(person.email, 'wrong'))
    expect(await mails()).toBe(1)
    world.clock.forward({ minutes: 24 * 60 })
    for (let count = 0; count < 10; count++) await refusalFrom(signIn(person.email, 'wrong'))
    expect(await mails()).toBe(2)
  })

  test('S14 a series at an address without an account writes a job that finds nobody', async () => {
    const count = async () =>
      (await world.asOwner(`select from outbox where name = 'mail.sign-ins-failed'`)).length
    const before = await count()
    const email = `nobody-${randomUUID()}@partner.example`
    for (let guess = 0; guess < 11; guess++) await refusalFrom(signIn(email, 'wrong'))
    expect(await count()).toBe(before + 1)
  })

  test('right passwords are not guesses', async () => {
    const { person } = await givenAgent()
    for (let count = 0; count < 8; count++) expect(await signIn(person.email)).toHaveProperty('token')
  })

  test('thirty guesses a minute from one address, for any accounts, then 429', async () => {
    const address = randomUUID()
    const guess = () => refusalFrom(signIn(`${randomUUID()}@partner.example`, 'wrong', address))
    for (let count = 0; count < 30; count++) expect(await guess()).toEqual({ code: 'wrong_credentials' })
    expect(await guess()).toMatchObject({ code: 'too_many_attempts' })
  })
})

describe('a session ends', () => {
  test('with sign-out, for this token only', async () => {
    const { person } = await givenAgent()
    const [here, there] = [await world.tokenFor(person), await world.tokenFor(person)]
    await world.caller({ token: here }).session.signOut()
    expect(await world.caller({ token: here }).session.current()).toBeNull()
    expect(await world.caller({ token: there }).session.current()).not.toBeNull()
  })

  test('after 30 idle minutes; each use keeps it alive', async () => {
    const { person } = await givenAgent()
    const api = await world.as(person)
    for (let use = 0; use < 3; use++) {
      world.clock.forward({ minutes: 29 })
      expect(await api.session.current()).not.toBeNull()
    }
    world.clock.forward({ minutes: 31 })
    expect(await api.session.current()).toBeNull()
  })

  test('after 30 idle minutes, however often an open page asks by itself', async () => {
    const { person } = await givenAgent()
    const token = await world.tokenFor(person)
    for (let poll = 0; poll < 3; poll++) {
      world.clock.forward({ minutes: 9 })
      const { session } = await visitorOf(world.services, 'partner', token, { isActivity: false })
      expect(session).not.toBeNull()
    }
    world.clock.forward({ minutes: 4 })
    expect(await world.caller({ token }).session.current()).toBeNull()
  })

  test('sooner, where the instance chose shorter times', async () => {
    const { person } = await givenAgent()
    const token = await world.tokenFor(person)
    world.clock.forward({ minutes: 6 })
    const shorter = { ...world.services, sessionTimes: { idleMinutes: 5, absoluteHours: 1 } }
    expect((await visitorOf(shorter, 'partner', token)).session).toBeNull()
    expect((await visitorOf(world.services, 'partner', token)).session).not.toBeNull()
  })

  test('after 12 hours, however busy it is', async () => {
    const { person } = await givenAgent()
    const api = await world.as(person)
    for (let use = 0; use < 28; use++) {
      world.clock.forward({ minutes: 25 })
      expect(await api.session.current()).not.toBeNull()
    }
    world.clock.forward({ minutes: 25 })
    expect(await api.session.current()).toBeNull()
  })
})

describe('a change of rights counts from the next request', () => {
  test('a role that is taken away', async () => {
    const { person } = await givenAgent()
    const api = await world.as(person)
    expect(await api.customers.list({})).toMatchObject({ customers: [] })
    await world.asOwner(`update auth.membership set roles = '{billing_admin}' where id = $1`, [
      person.membershipId,
    ])
    expect(await refusalFrom(api.customers.list({}))).toMatchObject({ code: 'missing_permission' })
  })

  test('a person who is removed, and a partner that is suspended', async () => {
    const { partner, person } = await givenAgent()
    const api = await world.as(person)
    await world.asOwner(`update organisation set partner_status = 'suspended' where id = $1`, [partner.id])
    expect(await refusalFrom(api.relationshipRequest.draft({}))).toEqual({ code: 'partner_not_active' })
    await world.asOwner(`update auth.membership set status = 'removed', roles = '{}' where id = $1`, [
      person.membershipId,
    ])
    expect(await refusalFrom(api.customers.list({}))).toEqual({ code: 'not_signed_in' })
  })

  test('a missing permission is recorded for the tenant', async () => {
    const partner = await world.partner()
    const membership = { organisationId: partner.id, audience: 'partner', roles: ['billing_admin'] } as const
    const person = await world.person({ ...membership, roles: [...membership.roles] })
    await refusalFrom((await world.as(person)).customers.list({}))
    expect(await world.auditOf(partner.id)).toMatchObject([
      { action: 'permission.refused', actor_id: person.id, payload: { permission: 'customers.view' } },
    ])
  })

  test('a missing permission is recorded once per person, procedure and hour, however often they ask', async () => {
    const partner = await world.partner()
    const billing = () =>
      world.person({ organisationId: partner.id, audience: 'partner', roles: ['billing_admin'] })
    const people = [await billing(), await billing()]
    const ask = async (times: number) => {
      for (const person of people) {
        const api = await world.as(person)
        await Promise.all(Array.from({ length: times }, () => refusalFrom(api.customers.list({}))))
        await refusalFrom(api.relationshipRequest.draft({}))
      }
    }
    const count = async () => (await world.auditOf(partner.id)).length
    await ask(5)
    expect(await count()).toBe(4)
    await ask(1)
    expect(await count()).toBe(4)
    world.clock.forward({ minutes: 60 })
    await ask(2)
    expect(await count()).toBe(8)
  })
})
