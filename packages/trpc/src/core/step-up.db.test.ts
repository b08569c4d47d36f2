import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import { issueSetUpLink } from '@entente/auth/set-up-link'
import { newId } from '@entente/db/core/new-id'
import { asAuth } from '@entente/db/core/scopes'
import { insertAccount, insertMembership } from '@entente/db/identity/accounts'
import type { Id } from '@entente/domain/core/id'
import { choiceLimits } from '@entente/domain/identity/waiting-choice'
import { describe, expect, test } from 'vitest'
import { guessOften } from '../../testing/guess-often.ts'
import {
  authorizing,
  cloud,
  givenWorld,
  grantAll,
  keyring,
  refusalFrom,
  tokenOf,
} from '../../testing/index.ts'
import { turnOnFactor } from '../../testing/second-factor.ts'

const world = await givenWorld()
const password = 'harbour lamp violet 42'
const passwordHash = await hashPassword(password)
const once = () => ({ idempotencyKey: randomUUID() })
const stale = { code: 'step_up_required', method: 'password' } as const

async function givenAdmin() {
  const customer = await world.customer()
  const person = await world.person({
    organisationId: customer.id,
    audience: 'customer',
    roles: ['global_admin'],
    passwordHash,
  })
  return { customer, person, api: await world.as(person) }
}

describe('confirm it’s you', () => {
  test('accepting asks again after 15 minutes; nothing is written before, and one confirmation is enough', async () => {
    const { customer, api } = await givenAdmin()
    const partner = await world.partner()
    const press = () => authorizing(tokenOf(partner, { withPrivileges: true }), grantAll)
    world.clock.forward({ minutes: 16 })
    expect(await refusalFrom(api.invitation.accept(press()))).toEqual(stale)
    const rows = await world.asOwner('select id from relationship where customer_id = $1', [customer.id])
    expect(rows).toEqual([])
    const { token } = await api.session.stepUp({ password })
    const confirmed = world.caller({ token })
    expect(await confirmed.invitation.accept(press())).toMatchObject({ result: 'accepted' })
    world.clock.forward({ minutes: 14 })
    expect(await confirmed.invitation.accept(press())).toMatchObject({ result: 'already_partner' })
    world.clock.forward({ minutes: 2 })
    expect(await refusalFrom(confirmed.invitation.accept(press()))).toEqual(stale)
  })

  test('looking and declining do not ask', async () => {
    const { api } = await givenAdmin()
    const token = tokenOf(await world.partner())
    world.clock.forward({ minutes: 16 })
    expect(await api.invitation.review({ token })).toMatchObject({ parties: [{ relationship: 'none' }] })
    expect(await api.invitation.decline({ token, tellPartner: false, ...once() })).toEqual({ told: false })
  })

  test('giving a role, ending sessions and every change of the second factor ask', async () => {
    const { customer, api } = await givenAdmin()
    const membership = { organisationId: customer.id, audience: 'customer', status: 'requested' } as const
    const joiner = await world.person({ ...membership, roles: [] })
    world.clock.forward({ minutes: 16 })
    const decide = { id: joiner.membershipId, decision: 'global_admin' } as const
    const presses = [
      () => api.people.decide({ ...decide, ...once() }),
      () => api.session.endOthers(once()),
      () => api.secondFactor.begin(once()),
      () => api.secondFactor.confirm({ code: '123456', ...once() }),
      () => api.secondFactor.turnOff(once()),
      () => api.secondFactor.newRecoveryCodes(once()),
    ]
    for (const press of presses) expect(await refusalFrom(press())).toEqual(stale)
    const { token } = await api.session.stepUp({ password })
    expect(await world.caller({ token }).people.decide({ ...decide, ...once() })).toEqual({})
  })

  test('with a second factor only the code counts, and each code works once', async () => {
    const { api } = await givenAdmin()
    const factor = await turnOnFactor(world, api)
    world.clock.forward({ minutes: 16 })
    const needsCode = { code: 'step_up_required', method: 'second_factor' }
    expect(await refusalFrom(api.secondFactor.turnOff(once()))).toEqual(needsCode)
    expect(await refusalFrom(api.session.stepUp({ password }))).toEqual(needsCode)
    const code = factor.code()
    const { token } = await api.session.stepUp({ code })
    expect(await refusalFrom(api.session.stepUp({ code }))).toEqual({ code: 'wrong_code' })
    expect(await world.caller({ token }).secondFactor.turnOff(once())).toEqual({})
  })

  test('a wrong confirmation counts as a guess of this sign-in, and each is recorded', async () => {
    const { customer, person, api } = await givenAdmin()
    await guessOften(world, () => api.session.stepUp({ password: 'wrong' }))
    expect(await refusalFrom(api.session.stepUp({ password }))).toMatchObject({ code: 'too_many_attempts' })
    const other = await world.as(person)
    expect(await other.session.stepUp({ password })).toHaveProperty('token')
    const actions = (await world.auditOf(customer.id)).map(({ action }) => action)
    expect(actions.filter((action) => action === 'session.step_up_refused')).toHaveLength(9)
  })

  test('guesses count on in the session after a switch of company', async () => {
    const partner = await world.partner()
    const place = { audience: 'partner', roles: ['global_admin' as const] } as const
    const membership = { ...place, organisationId: partner.id, roles: [...place.roles] }
    const person = await world.person({ ...membership, passwordHash })
    const { id: elsewhere } = await world.partner()
    const second = { id: newId<'membership'>(), accountId: person.id, organisationId: elsewhere }
    await asAuth(world.api, person.id, (db) =>
      insertMembership(
        db,
        { ...second, ...place, status: 'active', roles: [...place.roles] },
        world.clock.now(),
      ),
    )
    const api = await world.as(person)
    for (let guess = 0; guess < 5; guess++) await refusalFrom(api.session.stepUp({ password: 'wrong' }))
    const switched = await api.session.switchOrganisation({ id: elsewhere })
    const renewed = world.caller({ token: switched?.token })
    const waits = { code: 'too_many_attempts', retryAfterSeconds: 1 }
    expect(await refusalFrom(renewed.session.stepUp({ password }))).toEqual(waits)
    const change = { current: password, password: 'orchard lantern gravel 19', ...once() }
    expect(await refusalFrom(renewed.account.changePassword(change))).toEqual(waits)
  })

  test('ten wrong passwords in a session are mailed to the owner', async () => {
    const { person, api } = await givenAdmin()
    const change = () =>
      api.account.changePassword({ current: 'wrong', password: 'orchard lantern gravel 19', ...once() })
    await guessOften(world, () => api.session.stepUp({ password: 'wrong' }), 5)
    await guessOften(world, change, 5)
    const jobs = (await world.jobsAbout(person.id)).map(({ name }) => name)
    expect(jobs.filter((name) => name === 'mail.sign-ins-failed')).toHaveLength(1)
  })
})

describe('kept choices', () => {
  const form = { 'choice-azure': 'move', 'seen-azure': randomUUID(), agreement: 'on' }

  test('come back to the session that kept them, for ten minutes, as often as it asks', async () => {
    const { person, api } = await givenAdmin()
    const { id } = await api.choices.keep({ form, ...once() })
    expect(await api.choices.kept({ id })).toEqual({ form })
    expect(await api.choices.kept({ id })).toEqual({ form })
    const elsewhere = await world.as(person)
    expect(await refusalFrom(elsewhere.choices.kept({ id }))).toEqual({ code: 'not_found' })
    world.clock.forward({ minutes: 11 })
    expect(await refusalFrom(api.choices.kept({ id }))).toEqual({ code: 'not_found' })
  })

  test('are refused by a code of their own when they are too large', async () => {
    const { api } = await givenAdmin()
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`field-${at}`, 'x']))
    const long = Object.fromEntries(Array.from({ length: 5 }, (_, at) => [`field-${at}`, 'x'.repeat(15_000)]))
    for (const tooMuch of [many, long])
      expect(await refusalFrom(api.choices.keep({ form: tooMuch, ...once() }))).toMatchObject({
        code: 'choices_too_large',
      })
  })

  test('only the newest of a session wait, so that nobody can fill the table', async () => {
    const { api } = await givenAdmin()
    const ids: Id<'waiting_choice'>[] = []
    for (let count = 0; count <= choiceLimits.perSession; count++)
      ids.push((await api.choices.keep({ form, ...once() })).id)
    const [first, ...kept] = ids
    expect(await refusalFrom(api.choices.kept({ id: first as Id<'waiting_choice'> }))).toEqual({
      code: 'not_found',
    })
    for (const id of kept) expect(await api.choices.kept({ id })).toEqual({ form })
  })
})

describe('an account without a password', () => {
  async function givenNewcomer() {
    const partner = await world.partner()
    const id = newId<'account'>()
    const email = `newcomer-${id.slice(-12)}@partner.example`
    const link = await asAuth(world.api, null, async (db) => {
      const now = world.clock.now()
      await insertAccount(db, { id, audience: 'partner', email, name: 'New Comer', passwordHash: null }, now)
      const membership = { id: newId<'membership'>(), accountId: id, organisationId: partner.id }
      const place = { audience: 'partner', status: 'active', roles: ['global_admin'] } as const
      await insertMembership(db, { ...membership, ...place, roles: [...place.roles] }, now)
      return issueSetUpLink(db, keyring.link, { cloud: cloud.id, account: { id, email } }, now)
    })
    const signIn = (secret: string) =>
      world.caller({ site: 'partner' }).session.signIn({ email, password: secret })
    return { accountId: id, email, token: link.token, signIn }
  }

  test('cannot sign in until its link sets one; the link works once', async () => {
    const { email, token, signIn } = await givenNewcomer()
    expect(await refusalFrom(signIn(password))).toEqual({ code: 'wrong_credentials' })
    const visitor = world.caller()
    expect(await visitor.account.setUpStatus({ token })).toMatchObject({ email })
    expect(await refusalFrom(visitor.account.setUp({ token, password: 'short', ...once() }))).toMatchObject({
      code: 'password_too_weak',
    })
    expect(await visitor.account.setUp({ token, password, ...once() })).toMatchObject({ audience: 'partner' })
    expect(await signIn(password)).toMatchObject({ awaits: null })
    expect(await refusalFrom(world.caller().account.setUp({ token, password, ...once() }))).toEqual({
      code: 'one_time_link_spent',
    })
  })

  test('its link works for 24 hours, and not as a reset link', async () => {
    const { token } = await givenNewcomer()
    expect(await refusalFrom(world.caller().account.resetStatus({ token }))).toEqual({
      code: 'one_time_link_unknown',
    })
    world.clock.forward({ minutes: 24 * 60 + 1 })
    expect(await refusalFrom(world.caller().account.setUpStatus({ token }))).toEqual({
      code: 'one_time_link_spent',
    })
  })

  test('a new link invalidates the earlier one', async () => {
    const { accountId, email, token } = await givenNewcomer()
    const account = { id: accountId, email }
    await asAuth(world.api, null, (db) =>
      issueSetUpLink(db, keyring.link, { cloud: cloud.id, account }, world.clock.now()),
    )
    expect(await refusalFrom(world.caller().account.setUpStatus({ token }))).toEqual({
      code: 'one_time_link_spent',
    })
  })
})
