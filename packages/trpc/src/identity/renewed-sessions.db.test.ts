// A session's token changes with everything that a person proves or chooses anew: ASVS 7.2.4.
import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import { newSessionToken } from '@entente/auth/session-token'
import { newId } from '@entente/db/core/new-id'
import { asAuth } from '@entente/db/core/scopes'
import { insertMembership } from '@entente/db/identity/accounts'
import { lockAccount } from '@entente/db/identity/sessions'
import { describe, expect, test } from 'vitest'
import { type Account, givenWorld, refusalFrom } from '../../testing/index.ts'
import { codeOf, turnOnFactor } from '../../testing/second-factor.ts'

const world = await givenWorld()
const password = 'harbour lamp violet 42'
const passwordHash = await hashPassword(password)
const once = () => ({ idempotencyKey: randomUUID() })

async function givenAgent() {
  const partner = await world.partner()
  const membership = { organisationId: partner.id, audience: 'partner', roles: ['global_admin'] } as const
  const person = await world.person({ ...membership, roles: [...membership.roles], passwordHash })
  return { partner, person }
}

const withToken = (token: string) => world.caller({ token })
const isOpen = async (token: string) => (await withToken(token).session.current()) !== null
const signIn = ({ email }: { email: string }, token?: string, audience: 'partner' | 'operator' = 'partner') =>
  world.caller({ token, site: audience }).session.signIn({ email, password })

/** The same person in a second company. */
async function alsoIn({ id: accountId }: Account) {
  const { id: organisationId } = await world.partner()
  const place = { audience: 'partner', organisationId, status: 'active' } as const
  const membership = { id: newId<'membership'>(), accountId, ...place, roles: ['global_admin' as const] }
  await asAuth(world.api, accountId, (db) => insertMembership(db, membership, world.clock.now()))
  return organisationId
}

describe('Confirm it’s you and a switch of company change the token', () => {
  test('the first use of the new token ends the old one', async () => {
    const { person } = await givenAgent()
    const old = await world.tokenFor(person)
    const confirmed = await withToken(old).session.stepUp({ password })
    expect(await isOpen(confirmed.token)).toBe(true)
    expect(await isOpen(old)).toBe(false)
    const id = await alsoIn(person)
    const switched = await withToken(confirmed.token).session.switchOrganisation({ id })
    if (!switched) throw new Error('not switched')
    expect((await withToken(switched.token).session.current())?.organisation?.id).toBe(id)
    expect(await isOpen(confirmed.token)).toBe(false)
    const { sessions } = await withToken(switched.token).session.list()
    expect(sessions.filter(({ isCurrent }) => isCurrent)).toHaveLength(1)
    expect(sessions).toHaveLength(1)
  })

  test('a switch to the company of the session makes no session', async () => {
    const { partner, person } = await givenAgent()
    const token = await world.tokenFor(person)
    expect(await withToken(token).session.switchOrganisation({ id: partner.id })).toBeNull()
    const rows = await world.asOwner('select id from auth.session where account_id = $1', [person.id])
    expect(rows).toHaveLength(1)
  })

  test('the old token gains nothing from a confirmation, and stays good for what is in flight', async () => {
    const { person } = await givenAgent()
    const old = await world.tokenFor(person)
    world.clock.forward({ minutes: 16 })
    await withToken(old).session.stepUp({ password })
    expect(await isOpen(old)).toBe(true)
    expect(await refusalFrom(withToken(old).secondFactor.begin(once()))).toMatchObject({
      code: 'step_up_required',
    })
  })

  test('of two presses at once both tokens are good, whichever answer the browser keeps', async () => {
    const { person } = await givenAgent()
    const old = await world.tokenFor(person)
    const press = () => withToken(old).session.stepUp({ password })
    const [one, two] = await Promise.all([press(), press()])
    expect([await isOpen(one.token), await isOpen(two.token), await isOpen(old)]).toEqual([true, true, false])
  })

  test('the first use ends what somebody else with the old token made of it and did not use', async () => {
    const { person } = await givenAgent()
    const id = await alsoIn(person)
    const old = await world.tokenFor(person)
    world.clock.forward({ minutes: 16 })
    const stolen = await withToken(old).session.switchOrganisation({ id })
    const earlier = await withToken(old).session.stepUp({ password })
    world.clock.forward({ minutes: 0.5 })
    const { token } = await withToken(old).session.stepUp({ password })
    expect(await isOpen(token)).toBe(true)
    expect([await isOpen(stolen?.token ?? ''), await isOpen(earlier.token), await isOpen(old)]).toEqual([
      ...[false, false, false],
    ])
  })

  test('a switch of company at the same moment as a confirmation does not outlive it', async () => {
    const { person } = await givenAgent()
    const id = await alsoIn(person)
    const old = await world.tokenFor(person)
    const stolen = await withToken(old).session.switchOrganisation({ id })
    const { token } = await withToken(old).session.stepUp({ password })
    expect(await isOpen(token)).toBe(true)
    expect(await isOpen(stolen?.token ?? '')).toBe(false)
  })

  test('whatever ends the old session before the new token is used ends both', async () => {
    const { person } = await givenAgent()
    const old = await world.tokenFor(person)
    const { token } = await withToken(old).session.stepUp({ password })
    await withToken(old).session.signOut()
    expect(await isOpen(token)).toBe(false)
  })

  test('a session stays as old as its sign-in', async () => {
    const { person } = await givenAgent()
    const { token, expiresAt } = await signIn(person)
    world.clock.forward({ minutes: 20 })
    const renewed = await withToken(token).session.stepUp({ password })
    expect(renewed.expiresAt).toEqual(expiresAt)
  })

  test('a set-up of a second factor goes on in the renewed session', async () => {
    const { person } = await givenAgent()
    const old = await world.tokenFor(person)
    await withToken(old).secondFactor.begin(once())
    const { secret } = await withToken(old).secondFactor.setUp()
    const { token } = await withToken(old).session.stepUp({ password })
    expect(await withToken(token).secondFactor.setUp()).toMatchObject({ secret })
  })

  test('kept choices come back to the renewed session', async () => {
    const { person } = await givenAgent()
    const old = await world.tokenFor(person)
    const { id } = await withToken(old).choices.keep({ form: { agreement: 'on' }, ...once() })
    const { token } = await withToken(old).session.stepUp({ password })
    expect(await withToken(token).choices.kept({ id })).toEqual({ form: { agreement: 'on' } })
  })
})

describe('signing in again', () => {
  test('ends the session that the browser had, also another person’s, and not before the password is right', async () => {
    const [mine, theirs] = [await givenAgent(), await givenAgent()]
    const old = await world.tokenFor(theirs.person)
    const wrong = world.caller({ token: old }).session.signIn({ email: mine.person.email, password: 'wrong' })
    expect(await refusalFrom(wrong)).toEqual({ code: 'wrong_credentials' })
    expect(await isOpen(old)).toBe(true)
    const { token } = await signIn(mine.person, old)
    expect([await isOpen(token), await isOpen(old)]).toEqual([true, false])
    const actions = (await world.auditOf(theirs.partner.id)).map(({ action }) => action)
    expect(actions).toContain('session.ended')
  })
})

describe('a sign-in in progress', () => {
  test('ends with sign-out', async () => {
    const operator = await world.operator(passwordHash)
    const { token } = await signIn(operator, undefined, 'operator')
    await withToken(token).session.signOut()
    expect(await withToken(token).session.waiting()).toBeNull()
    expect(await refusalFrom(withToken(token).secondFactor.begin(once()))).toEqual({ code: 'not_signed_in' })
  })

  test('begun with the password alone ends when a factor is set up elsewhere', async () => {
    const operator = await world.operator(passwordHash)
    const [one, two] = [
      await signIn(operator, undefined, 'operator'),
      await signIn(operator, undefined, 'operator'),
    ]
    await turnOnFactor(world, withToken(one.token))
    expect(await withToken(two.token).session.waiting()).toBeNull()
  })

  test('changes nothing of a confirmed factor, even if it began in the moment before', async () => {
    const operator = await world.operator(passwordHash)
    const { token } = await signIn(operator, undefined, 'operator')
    const { secret } = await turnOnFactor(world, withToken(token))
    // As if both its rows had been written while the factor was confirmed.
    const late = await world.tokenFor(operator, 'second_factor_set_up')
    await world.asOwner(
      `insert into auth.second_factor (id, account_id, session_id, kid, secret, created_at)
       select gen_random_uuid(), account_id,
         (select id from auth.session s where s.account_id = f.account_id and awaits is not null and ended_at is null),
         kid, secret, created_at from auth.second_factor f where account_id = $1`,
      [operator.id],
    )
    const acts = [
      () => withToken(late).secondFactor.begin(once()),
      () => withToken(late).secondFactor.setUp(),
      () => withToken(late).secondFactor.confirm({ code: codeOf(world, secret), ...once() }),
      () => withToken(late).secondFactor.turnOff(once()),
      () => withToken(late).secondFactor.newRecoveryCodes(once()),
    ]
    for (const act of acts) expect(await refusalFrom(act())).toEqual({ code: 'not_signed_in' })
  })

  test('waits for a set-up that ends at the same moment, and then asks for its code', async () => {
    const { person } = await givenAgent()
    const signingIn = await asAuth(world.api, person.id, async (db) => {
      await lockAccount(db, person.id)
      const begun = { started: signIn(person) }
      await new Promise((done) => setTimeout(done, 300))
      const factor = { id: newId<'second_factor'>(), accountId: person.id, kid: 'k', secret: Buffer.of(1) }
      const at = { createdAt: world.clock.now(), confirmedAt: world.clock.now() }
      await db
        .insertInto('auth.secondFactor')
        .values({ ...factor, ...at })
        .execute()
      return begun
    })
    expect(await signingIn.started).toMatchObject({ awaits: 'second_factor' })
  })
})

test('a process of the build before sessions were renewed moves and confirms them during an update', async () => {
  const { person } = await givenAgent()
  await world.tokenFor(person)
  const { membershipId } = person
  const { numUpdatedRows } = await asAuth(world.api, person.id, (db) =>
    db
      .updateTable('auth.session')
      .set({ membershipId, authenticatedAt: world.clock.now() })
      .where('accountId', '=', person.id)
      .executeTakeFirstOrThrow(),
  )
  expect(numUpdatedRows).toBe(1n)
})

test('a session’s membership is its own account’s: the database refuses another', async () => {
  const [mine, theirs] = [await givenAgent(), await givenAgent()]
  const mixed = { id: mine.person.id, membershipId: theirs.person.membershipId }
  await expect(world.tokenFor(mixed)).rejects.toMatchObject({ constraint: 'session_membership_of_account' })
  expect(await isOpen(newSessionToken())).toBe(false)
})
