import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import { cloudOf } from '@entente/clouds/clouds'
import { instanceChain } from '@entente/db/core/audit'
import { describe, expect, test } from 'vitest'
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

  test('five guesses a minute at one account, then 429 for the right password too', async () => {
    const { person } = await givenAgent()
    for (let guess = 0; guess < 5; guess++)
      expect(await refusalFrom(signIn(person.email, 'wrong'))).toEqual({ code: 'wrong_credentials' })
    const refusal = await refusalFrom(signIn(person.email))
    expect(refusal).toMatchObject({ code: 'too_many_attempts', retryAfterSeconds: expect.any(Number) })
    if (refusal.code === 'too_many_attempts') expect(refusal.retryAfterSeconds).toBeLessThanOrEqual(60)
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
