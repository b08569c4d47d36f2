import { randomUUID } from 'node:crypto'
import type { PartnerRole } from '@entente/domain/core/role'
import { expect, test } from 'vitest'
import { authorizing, choosing, givenWorld, outcomesOf, refusalFrom, tokenOf } from '../../testing/index.ts'

const world = await givenWorld()
const once = () => ({ idempotencyKey: randomUUID() })

/** A customer that gave a partner Azure, and nothing else. */
async function given() {
  const [partner, customer] = [await world.partner(), await world.customer()]
  const admin = await world.as(customer.person)
  const link = tokenOf(partner, { withPrivileges: true })
  const { relationshipId: id } = await admin.invitation.accept(
    authorizing(link, choosing(['azure', 'grant'])),
  )
  const withRoles = async (...roles: PartnerRole[]) =>
    world.as(await world.person({ organisationId: partner.id, audience: 'partner', roles }))
  const remove = () =>
    admin.partnerRelationships.removeRoles({ partnerId: partner.id, services: ['azure'], ...once() })
  return { partner, customer, id, agent: await world.as(partner.person), withRoles, remove }
}
const ada = { displayName: 'Ada Roy', roles: ['user_admin' as const] }
const called = (name: string) => ({ ...ada, userName: `${name}@contoso.example` })

const shown = <T extends { result: string }>(answer: T) => {
  if (answer.result !== 'shown') throw new Error('not shown')
  return answer as Extract<T, { result: 'shown' }>
}

/** As if the provisioner had answered. */
const settle = (userId: string, status = 'active') =>
  world.asOwner(
    `update customer_user set status = $2, refusal = case when $2 = 'refused' then 'no' end where id = $1`,
    [userId, status],
  )

test('R-151 a new user’s password is shown once, sealed for the provisioner and in no record', async () => {
  const { partner, customer, id, agent } = await given()
  const press = { id, ...called('ada'), ...once() }
  const { userId, password } = shown(await agent.customerUsers.create(press))
  expect(password).toMatch(/.{12}/)
  expect(await agent.customerUsers.create(press)).toMatchObject({ result: 'shown_once' })
  const { users } = await agent.customerUsers.list({ id, search: 'roy' })
  expect(users).toMatchObject([
    { id: userId, userName: 'ada@contoso.example', status: 'creating', isWaiting: true },
  ])
  const [wish] = await world.asOwner(
    'select kind, payload, sealed is not null as sealed from provisioning where subject = $1',
    [userId],
  )
  expect(wish).toEqual({ kind: 'user.create', payload: called('ada'), sealed: true })
  const records = await world.asOwner<{ organisation_id: string }>(
    `select organisation_id, payload from audit_record where action = 'customer_user.created'`,
  )
  expect(records.map((one) => one.organisation_id).toSorted()).toEqual([partner.id, customer.id].toSorted())
  for (const table of ['audit_record', 'outbox', 'idempotency', 'provisioning', 'customer_user'])
    expect(JSON.stringify(await world.asOwner(`select * from ${table}`)), table).not.toContain(password)
})

test('R-001 R-151 all of it is closed with the request that takes the privileges away', async () => {
  const { id, agent, customer, remove } = await given()
  const { userId } = await agent.customerUsers.create({ id, ...called('ada'), ...once() })
  await settle(userId)
  await remove()
  const acts = [
    () => agent.customerUsers.list({ id }),
    () => agent.customerUsers.get({ id, userId }),
    () => agent.customerUsers.create({ id, ...called('eve'), ...once() }),
    () => agent.customerUsers.update({ id, userId, ...ada, ...once() }),
    () => agent.customerUsers.change({ id, userId, act: 'delete', ...once() }),
    () => agent.customerUsers.resetPassword({ id, userId, ...once() }),
  ]
  for (const act of acts) expect(await refusalFrom(act())).toEqual({ code: 'not_granted' })
  const rows = await world.asOwner('select status from customer_user where customer_id = $1', [customer.id])
  expect(rows).toEqual([{ status: 'active' }])
})

test('§5.1 a sales agent manages users, a helpdesk agent resets their passwords, and neither does the other', async () => {
  const { id, withRoles } = await given()
  const [sales, helpdesk] = [await withRoles('sales_agent'), await withRoles('helpdesk_agent')]
  const { userId } = await sales.customerUsers.create({ id, ...called('ada'), ...once() })
  await settle(userId)
  const { password } = shown(await helpdesk.customerUsers.resetPassword({ id, userId, ...once() }))
  expect(password).toMatch(/.{12}/)
  expect((await helpdesk.customerUsers.get({ id, userId })).acts).toEqual(['reset_password'])
  expect((await sales.customerUsers.get({ id, userId })).acts).toEqual(['update', 'disable', 'delete'])
  for (const call of [
    helpdesk.customerUsers.change({ id, userId, act: 'disable', ...once() }),
    sales.customerUsers.resetPassword({ id, userId, ...once() }),
  ])
    expect(await refusalFrom(call)).toMatchObject({ code: 'missing_permission' })
})

test('§4.4 a user is disabled, deleted and restored, and each step is ordered in its turn', async () => {
  const { id, agent } = await given()
  const { userId } = await agent.customerUsers.create({ id, ...called('ada'), ...once() })
  await settle(userId)
  for (const act of ['disable', 'delete', 'restore', 'enable'] as const)
    await agent.customerUsers.change({ id, userId, act, ...once() })
  await agent.customerUsers.update({ id, userId, displayName: 'Ada King', roles: [], ...once() })
  expect((await agent.customerUsers.get({ id, userId })).user).toMatchObject({
    ...{ status: 'active', displayName: 'Ada King', roles: [] },
  })
  expect(await refusalFrom(agent.customerUsers.change({ id, userId, act: 'enable', ...once() }))).toEqual({
    code: 'customer_user_changed',
  })
  const kinds = await world.asOwner<{ kind: string }>(
    'select kind from provisioning where subject = $1 order by id',
    [userId],
  )
  expect(kinds.map(({ kind }) => kind)).toEqual(
    ['create', 'disable', 'delete', 'restore', 'enable', 'update'].map((act) => `user.${act}`),
  )
  await agent.customerUsers.change({ id, userId, act: 'delete', ...once() })
  expect((await agent.customerUsers.list({ id })).users).toEqual([])
  expect((await agent.customerUsers.list({ id, status: 'deleted' })).users).toMatchObject([{ id: userId }])
  world.clock.forward({ minutes: 31 * 24 * 60 })
  const later = await given()
  expect((await later.agent.customerUsers.list({ id: later.id, status: 'deleted' })).users).toEqual([])
})

test('R-151 of two users with one name made at once one is there, and a deleted one keeps its name', async () => {
  const { id, agent } = await given()
  const make = () => agent.customerUsers.create({ id, ...called('ada'), ...once() })
  expect(await outcomesOf(make(), make())).toEqual(['customer_user_name_taken', 'done'])
  const [user] = (await agent.customerUsers.list({ id })).users
  if (!user) throw new Error('no user')
  await settle(user.id)
  await agent.customerUsers.change({ id, userId: user.id, act: 'delete', ...once() })
  expect(await refusalFrom(make())).toEqual({ code: 'customer_user_name_taken' })
})

test('R-151 the list is read page by page, by name, and another customer’s user is not found', async () => {
  const { id, agent } = await given()
  for (const name of ['Cleo', 'Ada', 'Bert'])
    await agent.customerUsers.create({
      id,
      userName: `${name}@contoso.example`,
      displayName: name,
      ...once(),
    })
  const first = await agent.customerUsers.list({ id, limit: 2 })
  expect(first.users.map(({ displayName }) => displayName)).toEqual(['Ada', 'Bert'])
  const second = await agent.customerUsers.list({ id, limit: 2, cursor: first.nextCursor ?? '' })
  expect(second).toMatchObject({ users: [{ displayName: 'Cleo' }], nextCursor: null })
  const other = await given()
  const { userId } = await other.agent.customerUsers.create({ id: other.id, ...called('eve'), ...once() })
  expect(await refusalFrom(agent.customerUsers.get({ id, userId }))).toEqual({ code: 'not_found' })
})

const fileOf = (...lines: string[]) => ({ file: Buffer.from(lines.join('\r\n')).toString('base64') })

test('R-151 a file is checked first, and names each bad row with its column and reason', async () => {
  const { id, agent } = await given()
  await agent.customerUsers.create({ id, ...called('ada'), ...once() })
  const file = fileOf(
    'Name;Benutzername;Rollen',
    'Ada Roy;ADA@contoso.example;',
    'Bob Lee;bob@contoso.example;Global Administrator, user-admin',
    ';nobody;king',
    'Bobby;Bob@contoso.example;',
    'Cy Fox;cy@contoso.example;;too many',
  )
  const checked = await agent.customerUsers.checkFile({ id, ...file, ...once() })
  expect(checked).toEqual({
    ...{ columns: ['name', 'benutzername', 'rollen'], mapping: { displayName: 0, userName: 1, roles: 2 } },
    ...{ isWhole: true, good: 1 },
    bad: [
      { row: 1, userName: 'ada@contoso.example', faults: [{ column: 'userName', fault: 'name_taken' }] },
      {
        ...{ row: 3, userName: 'nobody' },
        faults: [
          { column: 'userName', fault: 'unreadable' },
          { column: 'displayName', fault: 'missing' },
          { column: 'roles', fault: 'unknown_role' },
        ],
      },
      { row: 4, userName: 'bob@contoso.example', faults: [{ column: 'userName', fault: 'twice', first: 2 }] },
      { row: 5, userName: 'cy@contoso.example', faults: [{ column: null, fault: 'too_many_fields' }] },
    ],
  })
  expect((await agent.customerUsers.list({ id })).users).toHaveLength(1)
  const unclear = { id, ...fileOf('a,b', 'bob@contoso.example,Bob') }
  expect(await agent.customerUsers.checkFile({ ...unclear, ...once() })).toMatchObject({
    isWhole: false,
    good: 0,
  })
  const refused = agent.customerUsers.createFromFile({ ...unclear, ...once() })
  expect(await refusalFrom(refused)).toEqual({ code: 'import_columns_missing' })
  const mapping = { userName: 0, displayName: 1 }
  expect(await agent.customerUsers.checkFile({ ...unclear, mapping, ...once() })).toMatchObject({ good: 1 })
})

test('R-151 1,000 users of a file are created once, each with its own sealed password, which is shown once', async () => {
  const { id, agent, customer } = await given()
  const lines = Array.from({ length: 1000 }, (_, at) => `user${at}@contoso.example,User ${at}`)
  const file = fileOf('user name,name', ...lines, 'not an address,Nobody')
  expect(await refusalFrom(agent.customerUsers.createFromFile({ id, ...file, ...once() }))).toMatchObject({
    ...{ code: 'import_unreadable', fault: 'too_many_rows' },
  })
  const press = { id, ...fileOf('user name,name', ...lines.slice(1), 'not an address,Nobody'), ...once() }
  const answer = shown(await agent.customerUsers.createFromFile(press))
  expect(new Set(answer.users.map(({ password }) => password)).size).toBe(999)
  expect(answer.bad).toMatchObject([{ row: 1000, userName: 'not an address' }])
  expect(await agent.customerUsers.createFromFile(press)).toMatchObject({ result: 'shown_once' })
  const [made] = await world.asOwner(
    `select count(*)::int as users, (select count(*)::int from provisioning where customer_id = $1 and sealed is not null
      and kind = 'user.create') as wishes from customer_user where customer_id = $1`,
    [customer.id],
  )
  expect(made).toEqual({ users: 999, wishes: 999 })
  const kept = JSON.stringify(await world.asOwner('select * from idempotency'))
  expect(kept).not.toContain(answer.users[0]?.password)
})

test('R-151 of two people who send the same file, one creates each user', async () => {
  const { id, agent, withRoles } = await given()
  const sales = await withRoles('sales_agent')
  const file = fileOf('user name,name', 'ada@contoso.example,Ada', 'bob@contoso.example,Bob')
  const both = await Promise.all(
    [agent, sales].map(async (one) =>
      shown(await one.customerUsers.createFromFile({ id, ...file, ...once() })),
    ),
  )
  expect(both.map(({ users, bad }) => [users.length, bad.length]).toSorted()).toEqual([
    [0, 2],
    [2, 0],
  ])
})
