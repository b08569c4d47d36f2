import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import { searchTermsOf } from '@entente/domain/core/search-words'
import { describe, expect, test } from 'vitest'
import { type Caller, givenWorld, type Partner, refusalFrom } from '../../testing/index.ts'
import { turnOnFactor } from '../../testing/second-factor.ts'

const world = await givenWorld()
const once = () => ({ idempotencyKey: randomUUID() })
const outside = () => `ada-${randomUUID().slice(0, 8)}@elsewhere.example`
const inside = () => `ada-${randomUUID().slice(0, 8)}@partner.example`
const password = 'harbour lamp violet 42'

async function givenAdmin() {
  const partner = await world.partner()
  return { partner, api: await world.as(partner.person) }
}

const add = (api: Caller, email: string) =>
  api.users.add({ name: 'Ada Roy', email, agentType: 'helpdesk_agent', ...once() })

async function withTemporaryPassword(api: Caller, email: string) {
  const answer = await add(api, email)
  if (answer.result !== 'shown') throw new Error('No temporary password was shown.')
  return answer
}

const signIn = (email: string, secret: string) =>
  world.caller({ site: 'partner' }).session.signIn({ email, password: secret })

async function changed(email: string, temporaryPassword: string, next: string) {
  const { token } = await signIn(email, temporaryPassword)
  return world.caller({ token }).session.replaceTemporaryPassword({ password: next })
}

const setUp = async (email: string, chosen = password) => {
  const token = await world.oneTimeToken('set_up', email)
  return world.caller().account.setUp({ token, password: chosen, ...once() })
}

/** The owner of an address enrols a company of their own; returns their account's sign-in. */
async function enrol(email: string) {
  const partner = await world.partner({ roles: ['global_admin', 'admin_agent'] })
  await world.asOwner(
    `update auth.account set email = $2, terms = array_to_tsvector($3::text[]), terms_version = -1 where id = $1`,
    [partner.person.id, email, searchTermsOf(email)],
  )
  return partner
}

const stateOf = async (api: Caller, email: string) =>
  (await api.users.list({ search: email })).users.map(({ state }) => state)

describe('an address at a domain of the company', () => {
  test('R-109 R-115 is taken up when its temporary password is changed', async () => {
    const { api } = await givenAdmin()
    const email = inside()
    const { temporaryPassword } = await withTemporaryPassword(api, email)
    await world.caller().enrolment.createWorkAccount({ ...workAccount(email), ...once() })
    expect(await world.oneTimeToken('work_account', email)).toBeTruthy()
    await changed(email, temporaryPassword, password)
    expect(await stateOf(api, email)).toEqual(['active'])
    const before = await linksTo(email)
    await world.caller().enrolment.createWorkAccount({ ...workAccount(email), ...once() })
    expect(await linksTo(email)).toBe(before)
  })

  test('R-109 S14 gets a temporary password too where its owner has an account elsewhere, and each password opens its own account', async () => {
    const { partner, api } = await givenAdmin()
    const email = inside()
    const owner = await enrol(email)
    await world.asOwner(
      `update auth.credential set password_hash = (select password_hash from auth.credential where account_id = $2)
      where account_id = $1`,
      [owner.person.id, await someoneWith(password, partner)],
    )
    const { temporaryPassword } = await withTemporaryPassword(api, email)
    const started = await changed(email, temporaryPassword, 'orchard lantern gravel 19')
    const there = await world.caller({ token: started.token }).session.current()
    expect(there?.organisation?.id).toBe(partner.id)
    const own = await world.caller({ token: (await signIn(email, password)).token }).session.current()
    expect(own?.organisation?.id).toBe(owner.id)
    expect(await refusalFrom(signIn(email, 'orchard lantern gravel 20'))).toEqual({
      code: 'wrong_credentials',
    })
  })
})

describe('a company that typed the address of somebody else’s account', () => {
  test('gets no guesses at the owner’s password from signing in to its own, nor a device that passes for the owner’s', async () => {
    const { api } = await givenAdmin()
    const email = inside()
    const { temporaryPassword } = await withTemporaryPassword(api, email)
    const owner = await enrol(email)
    await world.asOwner('update auth.credential set password_hash = $2 where account_id = $1', [
      owner.person.id,
      await hashPassword(password),
    ])
    const typed = 'orchard lantern gravel 19'
    const { device } = await changed(email, temporaryPassword, typed)
    const knownDevice = device?.token ?? null
    const at = (secret: string) =>
      world
        .caller({ site: 'partner', clientAddress: '2001:db8:0:99::1', knownDevice })
        .session.signIn({ email, password: secret })
    for (let guess = 0; guess < 4; guess++)
      expect(await refusalFrom(at('wrong'))).toEqual({ code: 'wrong_credentials' })
    for (let time = 0; time < 3; time++) expect(await at(typed)).toHaveProperty('token')
    expect(await refusalFrom(at('wrong'))).toEqual({ code: 'wrong_credentials' })
    expect(await refusalFrom(at('wrong'))).toEqual({ code: 'too_many_attempts', retryAfterSeconds: 1 })
    const stranger = world.caller({ site: 'partner', clientAddress: '2001:db8:0:99::2' })
    const wait = { code: 'too_many_attempts', retryAfterSeconds: 1 }
    expect(await refusalFrom(stranger.session.signIn({ email, password: 'wrong' }))).toEqual(wait)
  })
})

describe('an address outside the company’s domains', () => {
  test('R-112 R-113 S7 gets a link by mail that works once; its owner chooses the password', async () => {
    const { partner, api } = await givenAdmin()
    const email = outside()
    const answer = await add(api, email)
    expect(answer).toMatchObject({ result: 'mailed', email })
    expect(await world.jobsAbout((await linkOf(email)).id)).toMatchObject([{ name: 'mail.user-added' }])
    expect(await stateOf(api, email)).toEqual(['link_sent'])
    expect(await refusalFrom(signIn(email, password))).toEqual({ code: 'wrong_credentials' })
    const token = await world.oneTimeToken('set_up', email)
    for (let look = 0; look < 3; look++)
      expect(await world.caller().account.setUpStatus({ token })).toEqual({
        ...{ email, company: partner.legalName, hasAccount: false },
      })
    expect(await setUp(email)).toEqual({ audience: 'partner', hasJoined: false })
    expect(await refusalFrom(setUp(email, password))).toEqual({ code: 'one_time_link_spent' })
    expect(await stateOf(api, email)).toEqual(['active'])
    expect(await signIn(email, password)).toMatchObject({ awaits: null })
  })

  test('R-109 a repeated press of Add gets the same answer and sends no second mail', async () => {
    const { api } = await givenAdmin()
    const press = { name: 'Ada Roy', email: outside(), agentType: 'helpdesk_agent', ...once() } as const
    const [first, second] = [await api.users.add(press), await api.users.add(press)]
    expect(second).toMatchObject({ result: 'mailed', id: first.id })
    expect(await linksTo(press.email)).toBe(1)
  })

  test('a new link replaces the earlier one, also after it has expired', async () => {
    const { partner, api } = await givenAdmin()
    const email = outside()
    const { id } = await add(api, email)
    const former = await world.oneTimeToken('set_up', email)
    await world.asOwner(
      `update auth.one_time_link set expires_at = now() - interval '1 second' where id = $1`,
      [(await linkOf(email)).id],
    )
    expect(await stateOf(api, email)).toEqual(['link_expired'])
    await api.users.sendLink({ id, ...once() })
    expect(await stateOf(api, email)).toEqual(['link_sent'])
    const old = world.caller().account.setUp({ token: former, password, ...once() })
    expect(await refusalFrom(old)).toEqual({ code: 'one_time_link_spent' })
    await setUp(email, password)
    expect(await refusalFrom(api.users.sendLink({ id, ...once() }))).toEqual({ code: 'user_state_changed' })
    expect((await world.auditOf(partner.id)).map(({ action }) => action)).toEqual([
      ...['user.created', 'user.link_sent', 'account.set_up'],
    ])
  })

  test('R-109 its owner who has an account joins with it and chooses a new password for it', async () => {
    const { partner, api } = await givenAdmin()
    const email = outside()
    const owner = await enrol(email)
    const { id } = await add(api, email)
    expect(await stateOf(api, email)).toEqual(['link_sent'])
    const token = await world.oneTimeToken('set_up', email)
    expect(await world.caller().account.setUpStatus({ token })).toMatchObject({ hasAccount: true })
    expect(await setUp(email)).toEqual({ audience: 'partner', hasJoined: true })
    expect(await stateOf(api, email)).toEqual(['active'])
    expect((await api.users.get({ id })).user.email).toBe(email)
    const { token: opened } = await signIn(email, password)
    const { organisations } = await world.caller({ token: opened }).session.organisations()
    expect(organisations.map((one) => one.id).toSorted()).toEqual([owner.id, partner.id].toSorted())
    expect(await refusalFrom(add(api, email))).toEqual({ code: 'email_in_use' })
  })

  test('R-109 its owner’s account.joined stands in the audit of the company that added it, and of no other', async () => {
    const { partner, api } = await givenAdmin()
    const email = outside()
    const owner = await enrol(email)
    await add(api, email)
    await setUp(email)
    const joined = {
      action: 'account.joined',
      actor_id: owner.person.id,
      payload: { accountId: owner.person.id },
    }
    expect((await world.auditOf(partner.id)).at(-1)).toMatchObject(joined)
    expect(await world.auditOf(owner.id)).toEqual([])
    const { entries } = await api.partnerAccount.activity({})
    expect(entries.map(({ action }) => action)).toContain('account.joined')
  })

  test('R-109 joins nobody else: who knew the account’s password, session or factor before has none of them after', async () => {
    const [stranger, joined] = [await givenAdmin(), await givenAdmin()]
    const email = inside()
    const { temporaryPassword } = await withTemporaryPassword(stranger.api, email)
    const { token: taken } = await changed(email, temporaryPassword, 'orchard lantern gravel 19')
    await turnOnFactor(world, world.caller({ token: taken }))
    await world.asOwner('delete from organisation_domain where organisation_id = $1', [joined.partner.id])
    await add(joined.api, email)
    expect(await setUp(email)).toEqual({ audience: 'partner', hasJoined: true })
    expect(await world.caller({ token: taken }).session.current()).toBeNull()
    expect(await refusalFrom(signIn(email, 'orchard lantern gravel 19'))).toEqual({
      code: 'wrong_credentials',
    })
    expect(await signIn(email, password)).toMatchObject({ awaits: null })
  })

  test('R-109 keeps the second factor of an owner who proved the mailbox before', async () => {
    const { api } = await givenAdmin()
    const email = outside()
    const owner = await enrol(email)
    await turnOnFactor(world, await world.as(owner.person))
    await add(api, email)
    await setUp(email)
    expect(await signIn(email, password)).toMatchObject({ awaits: 'second_factor' })
  })

  test.each(['owner’s', 'added'])(
    'S14 its link seems spent while the %s account is suspended',
    async (which) => {
      const { api } = await givenAdmin()
      const email = outside()
      if (which === 'owner’s') await enrol(email)
      await add(api, email)
      const token = await world.oneTimeToken('set_up', email)
      await world.asOwner(
        `update auth.account set suspended_at = now() where email = $1 and (added_by is null) = $2`,
        [email, which === 'owner’s'],
      )
      for (const call of [() => setUp(email), () => world.caller().account.setUpStatus({ token })])
        expect(await refusalFrom(call())).toEqual({ code: 'one_time_link_spent' })
    },
  )

  test('D-23 gets a link by mail when an admin resets its password, which stops working at once', async () => {
    const { partner, api } = await givenAdmin()
    const email = outside()
    const { id } = await add(api, email)
    await setUp(email)
    const answer = await api.users.resetPassword({ id, ...once() })
    expect(answer).toMatchObject({ result: 'mailed', email })
    expect(answer).not.toHaveProperty('temporaryPassword')
    expect(await refusalFrom(signIn(email, password))).toEqual({ code: 'wrong_credentials' })
    const token = await world.oneTimeToken('reset', email)
    const next = 'orchard lantern gravel 19'
    await world.caller().account.resetPassword({ token, password: next, ...once() })
    expect(await signIn(email, next)).toMatchObject({ awaits: null })
    expect(await stateOf(api, email)).toEqual(['active'])
    expect((await world.auditOf(partner.id)).map(({ action }) => action)).toContain('user.password_reset')
  })

  test('a removed user’s link is dead', async () => {
    const { api } = await givenAdmin()
    const email = outside()
    const { id } = await add(api, email)
    await api.users.remove({ id, ...once() })
    expect(await refusalFrom(setUp(email, password))).toEqual({ code: 'one_time_link_spent' })
    await api.users.restore({ id, ...once() })
    expect(await stateOf(api, email)).toEqual(['link_expired'])
  })
})

describe('R-109 S5 S14 an address that a colleague typed', () => {
  test.each([
    ['at the company’s domain', inside],
    ['elsewhere', outside],
  ])('is answered alike whether it has an account in another company or not: %s', async (_, address) => {
    const { api } = await givenAdmin()
    const [known, unknown] = [address(), address()]
    await enrol(known)
    const shapeOf = async (email: string) => {
      const answer = await add(api, email)
      const { user, whyNot } = await api.users.get({ id: answer.id })
      const [listed] = (await api.users.list({ search: email })).users
      const own = [
        ...['id', 'email', 'until', 'since'],
        ...['temporaryUntil', 'linkUntil', 'temporaryPassword'],
      ]
      const blanked = (key: string, value: unknown) => (own.includes(key) ? value !== null : value)
      return JSON.parse(JSON.stringify([answer, user, whyNot, listed], blanked))
    }
    expect(await shapeOf(known)).toEqual(await shapeOf(unknown))
  })

  test('does not keep its owner from enrolling a company or another company from adding it', async () => {
    const [first, second] = [await givenAdmin(), await givenAdmin()]
    for (const email of [inside(), outside()]) {
      await add(first.api, email)
      await add(second.api, email)
      await world.caller().enrolment.createWorkAccount({ ...workAccount(email), ...once() })
      const token = await world.oneTimeToken('work_account', email)
      expect(token).toBeTruthy()
      expect(await refusalFrom(add(first.api, email.toUpperCase()))).toEqual({ code: 'email_in_use' })
    }
  })

  test('§4.4 is free for its owner as soon as the company removes the user', async () => {
    const { api } = await givenAdmin()
    const email = inside()
    const { id, temporaryPassword } = await withTemporaryPassword(api, email)
    await changed(email, temporaryPassword, password)
    await api.users.remove({ id, ...once() })
    await world.caller().enrolment.createWorkAccount({ ...workAccount(email), ...once() })
    expect(await world.oneTimeToken('work_account', email)).toBeTruthy()
    await api.users.restore({ id, ...once() })
    expect(await signIn(email, password)).toMatchObject({ awaits: null })
  })
})

const workAccount = (email: string) => ({
  ...{ name: 'Ada Roy', email, organisation: 'Roy & Daughters', country: 'DE' },
  ...{ kind: 'direct_bill' as const, password: 'violet harbour lamp 42' },
})

const linkOf = async (email: string) => {
  const [row] = await world.asOwner<{ id: string }>(
    `select id from auth.one_time_link where kind = 'set_up' and details ->> 'email' = $1 order by id desc`,
    [email],
  )
  if (!row) throw new Error('No link was made.')
  return row
}

const linksTo = async (email: string) =>
  (await world.asOwner(`select from auth.one_time_link where details ->> 'email' = $1`, [email])).length

async function someoneWith(secret: string, partner: Partner) {
  const person = await world.person({
    ...{ organisationId: partner.id, audience: 'partner', roles: ['sales_agent'] },
    passwordHash: await hashPassword(secret),
  })
  return person.id
}
