import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import { instanceChain } from '@entente/db/core/audit'
import { describe, expect, test } from 'vitest'
import { givenWorld, outcomesOf, refusalFrom } from '../../testing/index.ts'
import { turnOnFactor } from '../../testing/second-factor.ts'

const world = await givenWorld()
const password = 'harbour lamp violet 42'
const passwordHash = await hashPassword(password)
const act = (id: string) => ({
  ...{ id: id as Awaited<ReturnType<typeof givenPerson>>['id'], reason: 'Phished' },
  idempotencyKey: randomUUID(),
})

const operator = async (role: 'operator_admin' | 'support_operator' | 'auditor') =>
  world.as(await world.operator('none', role))

const givenPerson = async (audience: 'partner' | 'customer') => {
  const { id: organisationId } = await world[audience]()
  const role = audience === 'partner' ? 'sales_agent' : 'user'
  const person = await world.person({ organisationId, audience, roles: [role], passwordHash })
  return { ...person, organisationId }
}

const signIn = ({ email }: { email: string }, audience: 'partner' | 'customer') =>
  world.caller({ site: audience }).session.signIn({ email, password })

describe('an operator finds a person', () => {
  test('by the whole address, at partners and customers, and with where they work', async () => {
    const person = await givenPerson('customer')
    const auditor = await operator('auditor')
    const { accounts } = await auditor.operatorAccounts.find({ email: ` ${person.email.toUpperCase()} ` })
    expect(accounts).toMatchObject([
      { id: person.id, audience: 'customer', places: [{ organisationId: person.organisationId }] },
    ])
    const part = person.email.slice(0, -1)
    expect(await auditor.operatorAccounts.find({ email: part })).toEqual({ accounts: [] })
    const { customer, people } = await auditor.operatorCustomers.get({ id: person.organisationId })
    expect(customer.id).toBe(person.organisationId)
    expect(people.map(({ accountId }) => accountId)).toContain(person.id)
  })

  test('never another operator', async () => {
    const { id, email } = await world.operator()
    const admin = await operator('operator_admin')
    expect(await admin.operatorAccounts.find({ email })).toEqual({ accounts: [] })
    const { suspend, endSessions } = admin.operatorAccounts
    expect(await refusalFrom(suspend(act(id)))).toEqual({ code: 'not_found' })
    expect(await refusalFrom(endSessions(act(id)))).toEqual({ code: 'not_found' })
  })
})

describe.each(['partner', 'customer'] as const)('an operator and a person of a %s', (audience) => {
  test('a suspended account is out at once, signs in nowhere, and comes back when it is lifted', async () => {
    const person = await givenPerson(audience)
    const admin = await operator('operator_admin')
    const [open, waiting] = [
      await world.tokenFor(person),
      await world.tokenFor(person, 'second_factor_set_up'),
    ]
    await admin.operatorAccounts.suspend(act(person.id))
    expect(await world.caller({ token: open }).session.current()).toBeNull()
    expect(await world.caller({ token: waiting }).session.waiting()).toBeNull()
    expect(await refusalFrom(signIn(person, audience))).toEqual({ code: 'account_not_active' })
    await admin.operatorAccounts.lift(act(person.id))
    expect(await world.caller({ token: open }).session.current()).toBeNull()
    expect(await signIn(person, audience)).toMatchObject({ awaits: null })
  })

  test('a session that a race with the suspension left open is none', async () => {
    const person = await givenPerson(audience)
    await (await operator('operator_admin')).operatorAccounts.suspend(act(person.id))
    const late = await world.tokenFor(person)
    expect(await world.caller({ token: late }).session.current()).toBeNull()
  })

  test('ending sessions signs out everywhere and locks nobody out', async () => {
    const person = await givenPerson(audience)
    const open = await world.tokenFor(person)
    await (await operator('support_operator')).operatorAccounts.endSessions(act(person.id))
    expect(await world.caller({ token: open }).session.current()).toBeNull()
    expect(await signIn(person, audience)).toMatchObject({ awaits: null })
  })

  test('the organisation’s record says what happened, the operator’s also why', async () => {
    const person = await givenPerson(audience)
    await (await operator('operator_admin')).operatorAccounts.suspend(act(person.id))
    expect(await world.auditOf(person.organisationId)).toMatchObject([
      { action: 'account.suspended', payload: { accountId: person.id } },
    ])
    expect(JSON.stringify(await world.auditOf(person.organisationId))).not.toContain('Phished')
    expect(await world.auditOf(instanceChain)).toContainEqual(
      expect.objectContaining({
        action: 'account.suspended',
        payload: { accountId: person.id, organisations: [person.organisationId], reason: 'Phished' },
      }),
    )
  })
})

test.each(['removed', 'declined', 'requested'] as const)(
  'a company that has the person as %s gets no record of an act about the account',
  async (status) => {
    const person = await givenPerson('customer')
    const { id: elsewhere } = await world.customer()
    await world.asOwner(
      `insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
      values (gen_random_uuid(), $1, 'customer', $2, $3, '{}', now())`,
      [person.id, elsewhere, status],
    )
    await turnOnFactor(world, await world.as(person))
    const [admin, other] = [await operator('operator_admin'), await operator('operator_admin')]
    await admin.operatorAccounts.endSessions(act(person.id))
    await admin.operatorAccounts.suspend(act(person.id))
    await admin.operatorAccounts.lift(act(person.id))
    const { id } = await admin.operatorRequests.askReset(act(person.id))
    await other.operatorRequests.confirm({ id, idempotencyKey: randomUUID() })
    expect(await world.auditOf(elsewhere)).toEqual([])
    const told = (await world.auditOf(person.organisationId)).map(({ action }) => action)
    expect(told).toEqual(expect.arrayContaining(['account.suspended', 'second_factor.reset']))
    const records = (await world.auditOf(instanceChain)).filter(
      ({ payload }) => payload.accountId === person.id,
    )
    for (const { payload } of records) expect(payload.organisations).toEqual([person.organisationId])
  },
)

test('of two operators who suspend at once, the second is told', async () => {
  const person = await givenPerson('customer')
  const [first, second] = [await operator('operator_admin'), await operator('operator_admin')]
  const presses = [first, second].map((api) => api.operatorAccounts.suspend(act(person.id)))
  expect(await outcomesOf(...presses)).toEqual(['account_already_suspended', 'done'])
  await first.operatorAccounts.lift(act(person.id))
  expect(await refusalFrom(second.operatorAccounts.lift(act(person.id)))).toEqual({
    code: 'account_not_suspended',
  })
})

test('whom to ask for a permission is never somebody who is suspended', async () => {
  const partner = await world.partner({ roles: ['global_admin', 'admin_agent'] })
  const other = await world.person({
    ...{ organisationId: partner.id, audience: 'partner', roles: ['global_admin'] },
  })
  await (await operator('operator_admin')).operatorAccounts.suspend(act(other.id))
  const api = await world.as(partner.person)
  const { admins } = await api.users.globalAdmins()
  expect(admins.map(({ email }) => email)).toEqual([partner.person.email])
})
