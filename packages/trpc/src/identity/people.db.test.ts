import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import type { CustomerRole } from '@entente/domain/core/role'
import { describe, expect, test } from 'vitest'
import { givenWorld, outcomesOf, refusalFrom, tokenOf } from '../../testing/index.ts'

const world = await givenWorld()

/** A customer with a global admin and a person who asks to join. */
async function givenRequest() {
  const customer = await world.customer()
  const joiner = await world.person({
    organisationId: customer.id,
    audience: 'customer',
    roles: [],
    status: 'requested',
  })
  return { customer, joiner, admin: await world.as(customer.person) }
}

const deciding = (
  id: Awaited<ReturnType<typeof givenRequest>>['joiner']['membershipId'],
  decision: 'global_admin' | 'user' | 'decline',
) => ({
  id,
  decision,
  idempotencyKey: randomUUID(),
})

describe('requests to join', () => {
  test('people who wait are listed first', async () => {
    const { admin, customer, joiner } = await givenRequest()
    const { people } = await admin.people.list()
    expect(people).toMatchObject([
      { id: joiner.membershipId, status: 'requested', roles: [] },
      { id: customer.person.membershipId, status: 'active', roles: ['global_admin'] },
    ])
  })

  test('D-08 a person approved as user signs in, may decide nothing and is told whom to ask', async () => {
    const { admin, customer, joiner } = await givenRequest()
    await admin.people.decide(deciding(joiner.membershipId, 'user'))
    const user = await world.as(joiner)
    expect(await user.session.current()).toMatchObject({ roles: ['user'] })
    const token = tokenOf(await world.partner())
    const { name, email } = customer.person
    expect(await refusalFrom(user.invitation.review({ token }))).toEqual({
      code: 'not_decider',
      admins: [{ name, email }],
    })
  })

  test('a person approved as global admin may decide', async () => {
    const { admin, joiner } = await givenRequest()
    await admin.people.decide(deciding(joiner.membershipId, 'global_admin'))
    const token = tokenOf(await world.partner())
    expect(await (await world.as(joiner)).invitation.review({ token })).toMatchObject({
      parties: [{ relationship: 'none' }],
    })
  })

  test('D-08 every other global admin is told of a new one, and of one who was restored', async () => {
    const { admin, customer, joiner } = await givenRequest()
    const second = await world.person({
      ...{ organisationId: customer.id, audience: 'customer', roles: ['global_admin'] },
    })
    const toldOfRole = async () =>
      (await world.jobsAbout(joiner.membershipId))
        .filter(({ name }) => name === 'mail.role-changed')
        .map(({ data }) => data.accountId)
        .toSorted()
    await admin.people.decide(deciding(joiner.membershipId, 'global_admin'))
    const admins = [customer.person.id, second.id].toSorted()
    expect(await toldOfRole()).toEqual(admins)
    const id = joiner.membershipId
    await admin.people.remove({ id, idempotencyKey: randomUUID() })
    await world.asOwner('delete from outbox')
    await admin.people.restore({ id, idempotencyKey: randomUUID() })
    expect(await toldOfRole()).toEqual([...admins, joiner.id].toSorted())
  })

  test('a declined person gets no session; audit record and mail exist once', async () => {
    const { admin, customer, joiner } = await givenRequest()
    const token = await world.tokenFor(joiner)
    await admin.people.decide(deciding(joiner.membershipId, 'decline'))
    expect(await world.caller({ token }).session.current()).toBeNull()
    expect(await world.auditOf(customer.id)).toMatchObject([{ action: 'membership.decided' }])
    expect(await world.jobsAbout(joiner.membershipId)).toMatchObject([{ name: 'mail.join-decided' }])
  })

  test('a request is decided once, even by two admins at once', async () => {
    const { admin, customer, joiner } = await givenRequest()
    const membership = {
      organisationId: customer.id,
      audience: 'customer' as const,
      roles: ['global_admin' as const],
    }
    const other = await world.as(await world.person(membership))
    const outcomes = await outcomesOf(
      admin.people.decide(deciding(joiner.membershipId, 'user')),
      other.people.decide(deciding(joiner.membershipId, 'decline')),
    )
    expect(outcomes).toEqual(['already_decided', 'done'])
    expect(await refusalFrom(admin.people.decide(deciding(joiner.membershipId, 'user')))).toEqual({
      code: 'already_decided',
    })
    expect(await world.jobsAbout(joiner.membershipId)).toHaveLength(1)
  })

  test('S1 a rival’s request cannot be found', async () => {
    const { joiner } = await givenRequest()
    const { admin: rival } = await givenRequest()
    const [foreign, unknown] = [joiner.membershipId, randomUUID() as typeof joiner.membershipId]
    for (const id of [foreign, unknown])
      expect(await refusalFrom(rival.people.decide(deciding(id, 'user')))).toEqual({ code: 'not_found' })
  })
})

const once = () => ({ idempotencyKey: randomUUID() })
const password = 'harbour lamp violet 42'
const passwordHash = await hashPassword(password)

/** A customer with its global admin and a colleague, both signed in. */
async function givenColleague(role: CustomerRole = 'user') {
  const customer = await world.customer()
  const colleague = await world.person({
    ...{ organisationId: customer.id, audience: 'customer', roles: [role], passwordHash },
  })
  const [admin, api] = [await world.as(customer.person), await world.as(colleague)]
  return { customer, colleague, admin, api, id: colleague.membershipId }
}

const actionsOf = async (organisationId: string) =>
  (await world.auditOf(organisationId)).map(({ action }) => action)

describe('a global admin and a colleague', () => {
  test('a new role counts from the colleague’s next request, both ways', async () => {
    const { customer, admin, api, id } = await givenColleague()
    expect(await refusalFrom(api.people.list())).toMatchObject({ code: 'not_global_admin' })
    await admin.people.changeRole({ id, role: 'global_admin', ...once() })
    expect((await api.people.list()).people).toHaveLength(2)
    await admin.people.changeRole({ id, role: 'user', ...once() })
    expect(await refusalFrom(api.people.list())).toMatchObject({ code: 'not_global_admin' })
    const changes = (await world.auditOf(customer.id)).filter(
      ({ action }) => action === 'membership.role_changed',
    )
    expect(changes).toMatchObject([
      { actor_id: customer.person.id, payload: { roles: ['global_admin'], before: ['user'] } },
      { payload: { roles: ['user'], before: ['global_admin'] } },
    ])
  })

  test('D-08 an appointed relationship manager decides about partners and nothing else, until it is taken away', async () => {
    const { customer, colleague, admin, api, id } = await givenColleague()
    const other = await world.as(
      await world.person({ organisationId: customer.id, audience: 'customer', roles: ['global_admin'] }),
    )
    const token = tokenOf(await world.partner())
    expect(await refusalFrom(api.invitation.review({ token }))).toMatchObject({ code: 'not_decider' })
    await other.people.changeRole({ id, role: 'relationship_manager', ...once() })
    expect(await api.invitation.review({ token })).toMatchObject({ parties: [{ relationship: 'none' }] })
    expect((await api.partnerRelationships.list({})).admins).toHaveLength(3)
    expect(await refusalFrom(api.people.list())).toMatchObject({ code: 'not_global_admin' })
    expect(await refusalFrom(api.people.changeRole({ id, role: 'global_admin', ...once() }))).toMatchObject({
      code: 'not_global_admin',
    })
    expect(await refusalFrom(admin.people.remove({ id: customer.person.membershipId, ...once() }))).toEqual({
      code: 'own_account',
    })
    await admin.people.changeRole({ id, role: 'user', ...once() })
    expect(await refusalFrom(api.invitation.review({ token }))).toMatchObject({ code: 'not_decider' })
    const mails = (await world.jobsAbout(id)).filter(({ name }) => name === 'mail.role-changed')
    const told = mails.map(({ data }) => (data as { accountId: string }).accountId)
    expect(mails).toHaveLength(6)
    expect(new Set(told).size).toBe(3)
    expect(told).toContain(colleague.id)
  })

  test('ending sessions signs the colleague out everywhere, sign-ins in progress too', async () => {
    const { customer, colleague, admin, id } = await givenColleague()
    const [open, waiting] = [
      await world.tokenFor(colleague),
      await world.tokenFor(colleague, 'second_factor_set_up'),
    ]
    await admin.people.endSessions({ id, ...once() })
    expect(await world.caller({ token: open }).session.current()).toBeNull()
    expect(await world.caller({ token: waiting }).session.waiting()).toBeNull()
    expect(await (await world.as(colleague)).session.current()).toMatchObject({ roles: ['user'] })
    expect(await actionsOf(customer.id)).toContain('membership.sessions_ended')
  })

  test('a removed colleague is out at once, and comes back with the former role', async () => {
    const { customer, colleague, admin, api, id } = await givenColleague('global_admin')
    await admin.people.remove({ id, ...once() })
    expect(await api.session.current()).toBeNull()
    const signIn = () => world.caller().session.signIn({ email: colleague.email, password })
    expect(await refusalFrom(signIn())).toEqual({ code: 'account_not_active' })
    const { people, removed } = await admin.people.list()
    expect(people.map((person) => person.id)).toEqual([customer.person.membershipId])
    expect(removed).toMatchObject([{ id, roles: ['global_admin'], restorableUntil: expect.any(Date) }])
    await admin.people.restore({ id, ...once() })
    await signIn()
    expect((await admin.people.get({ id })).person).toMatchObject({
      status: 'active',
      roles: ['global_admin'],
    })
    expect(await actionsOf(customer.id)).toEqual(
      expect.arrayContaining(['membership.removed', 'membership.restored']),
    )
  })

  test('after 30 days a removed colleague cannot be found and not be restored', async () => {
    const { admin, id } = await givenColleague()
    await admin.people.remove({ id, ...once() })
    await world.asOwner(
      `update auth.membership set decided_at = now() - interval '30 days 1 minute' where id = $1`,
      [id],
    )
    expect((await admin.people.list()).removed).toEqual([])
    expect(await refusalFrom(admin.people.restore({ id, ...once() }))).toEqual({ code: 'not_found' })
  })

  test('the last global admin can neither leave nor step down', async () => {
    const { customer, admin } = await givenColleague()
    const id = customer.person.membershipId
    expect(await refusalFrom(admin.people.remove({ id, ...once() }))).toEqual({ code: 'last_global_admin' })
    expect(await refusalFrom(admin.people.changeRole({ id, role: 'user', ...once() }))).toEqual({
      code: 'last_global_admin',
    })
  })

  test('an admin whom an operator suspended does not count as one', async () => {
    const { customer, colleague, admin } = await givenColleague('global_admin')
    await world.asOwner('update auth.account set suspended_at = now() where id = $1', [colleague.id])
    const own = { id: customer.person.membershipId }
    expect(await refusalFrom(admin.people.remove({ ...own, ...once() }))).toEqual({
      code: 'last_global_admin',
    })
  })

  test('of two global admins who remove or demote each other at once, one stays', async () => {
    for (const act of ['remove', 'changeRole'] as const) {
      const { customer, admin, api, id } = await givenColleague('global_admin')
      const on = (of: typeof admin, whom: typeof id) =>
        act === 'remove'
          ? of.people.remove({ id: whom, ...once() })
          : of.people.changeRole({ id: whom, role: 'user', ...once() })
      const outcomes = await outcomesOf(on(admin, id), on(api, customer.person.membershipId))
      // The second may find out at the gate or at the lock, as nobody or as somebody without the role.
      expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1)
      const [left] = await world.asOwner<{ admins: string }>(
        `select count(*) as admins from auth.membership
        where organisation_id = $1 and status = 'active' and 'global_admin' = any(roles)`,
        [customer.id],
      )
      expect(left?.admins).toBe('1')
    }
  })

  test('each button says why it cannot be pressed, as the act itself does', async () => {
    const { customer, admin, id } = await givenColleague()
    const own = await admin.people.get({ id: customer.person.membershipId })
    expect(own.whyNot).toEqual({
      changeRole: { code: 'last_global_admin' },
      endSessions: { code: 'own_account' },
      resetSecondFactor: { code: 'own_account' },
      remove: { code: 'last_global_admin' },
      restore: { code: 'user_state_changed' },
    })
    const { whyNot } = await admin.people.get({ id })
    expect(whyNot).toEqual({
      ...{ changeRole: null, endSessions: null, resetSecondFactor: null, remove: null },
      restore: { code: 'user_state_changed' },
    })
  })
})
