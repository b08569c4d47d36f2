import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import { describe, expect, test } from 'vitest'
import { givenWorld, outcomesOf, refusalFrom } from '../../testing/index.ts'
import { codeOf } from '../../testing/second-factor.ts'

const world = await givenWorld()
const next = 'orchard signal maple 7'
const once = () => ({ idempotencyKey: randomUUID() })

/** A new user of a partner, with the temporary password that the admin saw. */
async function givenNewcomer() {
  const partner = await world.partner()
  const api = await world.as(partner.person)
  const email = `ada-${randomUUID().slice(0, 8)}@partner.example`
  const shown = await api.users.add({ name: 'Ada Roy', email, agentType: 'sales_agent', ...once() })
  if (shown.result !== 'shown') throw new Error('A fresh press shows the password.')
  return { partner, api, id: shown.id, email, password: shown.temporaryPassword }
}

const signIn = (email: string, password: string) =>
  world.caller({ site: 'partner' }).session.signIn({ email, password })
const replace = (token: string, password: string) =>
  world.caller({ token }).session.replaceTemporaryPassword({ password })

describe('the first sign-in', () => {
  test('R-115 R-116 leads to the password change and from there into the account', async () => {
    const { partner, api, id, email, password } = await givenNewcomer()
    const started = await signIn(email, password)
    expect(started.awaits).toBe('password_change')
    const visitor = world.caller({ token: started.token })
    expect(await visitor.session.waiting()).toEqual({ awaits: 'password_change' })
    expect(await visitor.session.current()).toBeNull()
    const closed = [
      () => visitor.customers.list({}),
      () => visitor.session.list(),
      () => visitor.secondFactor.status(),
      () => visitor.account.changePassword({ current: password, password: next, ...once() }),
    ]
    for (const open of closed) expect(await refusalFrom(open())).toEqual({ code: 'not_signed_in' })
    expect((await api.users.get({ id })).user.state).toBe('must_change')

    const full = await replace(started.token, next)
    expect(full.awaits).toBeNull()
    expect((await world.caller({ token: full.token }).session.current())?.roles).toEqual(['sales_agent'])
    expect(await world.caller({ token: started.token }).session.waiting()).toBeNull()
    expect((await api.users.get({ id })).user.state).toBe('active')
    expect(await refusalFrom(signIn(email, password))).toEqual({ code: 'wrong_credentials' })
    expect((await signIn(email, next)).awaits).toBeNull()
    const actions = (await world.auditOf(partner.id)).map(({ action }) => action)
    expect(actions.filter((action) => action === 'password.changed')).toHaveLength(1)
  })

  test("R-115 a temporary password forgives blanks and capitals, and a person's own does not", async () => {
    const { email, password } = await givenNewcomer()
    const typed = ` ${password.toUpperCase().replaceAll('-', ' ')}\u200b`
    const { token, awaits } = await signIn(email, typed)
    expect(awaits).toBe('password_change')
    expect(await refusalFrom(replace(token, typed))).toEqual({ code: 'password_unchanged' })
    const own = 'wxyz wxyz quay 2345'
    await replace(token, own)
    expect(await refusalFrom(signIn(email, own.toUpperCase()))).toEqual({ code: 'wrong_credentials' })
    expect(await refusalFrom(signIn(email, own.replaceAll(' ', '-')))).toEqual({ code: 'wrong_credentials' })
    expect((await signIn(email, own)).awaits).toBeNull()
  })

  test('R-116 the new password meets the policy and is not the temporary one', async () => {
    const { email, password } = await givenNewcomer()
    const { token } = await signIn(email, password)
    expect(await refusalFrom(replace(token, password))).toEqual({ code: 'password_unchanged' })
    expect(await refusalFrom(replace(token, 'short'))).toMatchObject({ code: 'password_too_weak' })
    const personal = `${email.split('@')[0]} forever and ever`
    expect(await refusalFrom(replace(token, personal))).toMatchObject({ reason: 'personal' })
    expect(await replace(token, next)).toHaveProperty('token')
  })

  test('R-115 the temporary password works once, and of two sign-ins at once for one', async () => {
    const { email, password } = await givenNewcomer()
    expect(await outcomesOf(signIn(email, password), signIn(email, password))).toEqual([
      ...['done', 'temporary_password_over'],
    ])
    expect(await refusalFrom(signIn(email, password))).toEqual({ code: 'temporary_password_over' })
    expect(await refusalFrom(signIn(email, 'wrong'))).toEqual({ code: 'wrong_credentials' })
  })

  test('§4.4 created -> expired_temp after 7 days; a reset helps', async () => {
    const { api, id, email, password } = await givenNewcomer()
    await world.asOwner(
      `update auth.credential set temporary_until = now() where account_id =
      (select account_id from auth.membership where id = $1)`,
      [id],
    )
    expect((await api.users.get({ id })).user.state).toBe('expired_temp')
    expect(await refusalFrom(signIn(email, password))).toEqual({ code: 'temporary_password_over' })
    const shown = await api.users.resetPassword({ id, ...once() })
    if (shown.result !== 'shown') throw new Error('shown')
    expect((await signIn(email, shown.temporaryPassword)).awaits).toBe('password_change')
  })

  test('D-23 a reset ends the sign-in in progress', async () => {
    const { api, id, email, password } = await givenNewcomer()
    const { token } = await signIn(email, password)
    await api.users.resetPassword({ id, ...once() })
    expect(await refusalFrom(replace(token, next))).toEqual({ code: 'not_signed_in' })
  })

  test('§4.4 removal ends the sign-in in progress, and the password no longer works', async () => {
    const { api, id, email, password } = await givenNewcomer()
    const { token } = await signIn(email, password)
    await api.users.remove({ id, ...once() })
    expect(await refusalFrom(replace(token, next))).toEqual({ code: 'not_signed_in' })
    expect(await refusalFrom(signIn(email, password))).toEqual({ code: 'account_not_active' })
  })

  test('of two presses that change it at once, one succeeds', async () => {
    const { email, password } = await givenNewcomer()
    const { token } = await signIn(email, password)
    const outcomes = await outcomesOf(replace(token, next), replace(token, 'violet lamp harbour 24'))
    expect(outcomes).toEqual(['done', 'not_signed_in'])
  })
})

describe('with a second factor', () => {
  test('R-116 the factor comes first, and a wrong one does not use the password up', async () => {
    const partner = await world.partner()
    const admin = await world.as(partner.person)
    const person = await world.person({
      ...{ organisationId: partner.id, audience: 'partner', roles: ['sales_agent'] },
      passwordHash: await hashPassword('harbour lamp violet 42'),
    })
    const own = await world.as(person)
    await own.secondFactor.begin(once())
    const { secret } = await own.secondFactor.setUp()
    await own.secondFactor.confirm({ code: codeOf(world, secret), ...once() })
    const shown = await admin.users.resetPassword({ id: person.membershipId, ...once() })
    if (shown.result !== 'shown') throw new Error('shown')

    const first = await signIn(person.email, shown.temporaryPassword)
    expect(first.awaits).toBe('second_factor')
    expect(await refusalFrom(replace(first.token, next))).toEqual({ code: 'not_signed_in' })
    const again = await signIn(person.email, shown.temporaryPassword)
    world.clock.forward({ minutes: 1 })
    const waiting = await world
      .caller({ token: again.token })
      .session.giveSecondFactor({ code: codeOf(world, secret) })
    expect(waiting.awaits).toBe('password_change')
    expect((await replace(waiting.token, next)).awaits).toBeNull()
  })

  test('where the partner requires a factor, it is set up after the password', async () => {
    const { partner, email, password } = await givenNewcomer()
    await world.asOwner(
      `insert into organisation_setting (organisation_id, second_factor_required, updated_at) values ($1, true, now())`,
      [partner.id],
    )
    const { token } = await signIn(email, password)
    const changed = await replace(token, next)
    expect(changed.awaits).toBe('second_factor_set_up')
    const visitor = world.caller({ token: changed.token })
    await visitor.secondFactor.begin(once())
    const { secret } = await visitor.secondFactor.setUp()
    const confirmed = await visitor.secondFactor.confirm({ code: codeOf(world, secret), ...once() })
    expect(confirmed).toHaveProperty('session.token')
  })
})
