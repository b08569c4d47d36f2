import { randomUUID } from 'node:crypto'
import { instanceChain } from '@entente/db/core/audit'
import { expect, test } from 'vitest'
import { givenWorld, refusalFrom } from '../../testing/index.ts'

const world = await givenWorld()
const [partner, customer] = [await world.partner(), await world.customer()]
const admin = await world.as(await world.operator(undefined, 'operator_admin'))
const press = (id: typeof partner.id, idempotencyKey = randomUUID()) => ({
  ...{ id, idempotencyKey },
  reason: 'They leave and ask for their data.',
})
const outbox = () =>
  world.asOwner<{ data: object }>(`select data from outbox where name = 'tenant.export-asked' order by id`)
const recorded = async () =>
  (await world.auditOf(instanceChain)).filter(({ action }) => action.startsWith('tenant.'))

test('§5.4 an operator admin asks for all data of a partner or customer, once, with a reason that is kept', async () => {
  for (const { id, kind } of [
    { id: partner.id, kind: 'partner' as const },
    { id: customer.id, kind: 'customer' as const },
  ]) {
    expect(await admin.operatorExports.get({ id })).toMatchObject({ organisation: { kind }, asked: null })
    const asked = press(id)
    await admin.operatorExports.ask(asked)
    await admin.operatorExports.ask(asked)
    // Another press while it is being made starts none.
    await admin.operatorExports.ask(press(id))
    expect((await admin.operatorExports.get({ id })).asked).toMatchObject({ tablesDone: 0, finishedAt: null })
    expect((await outbox()).at(-1)?.data).toMatchObject({ organisationId: id, kind })
  }
  expect(await outbox()).toHaveLength(2)
  expect((await recorded()).map(({ action, payload }) => [action, payload.reason])).toEqual(
    Array(2).fill(['tenant.export_asked', 'They leave and ask for their data.']),
  )
})

test('§5.4 a doubled press, and two admins who press at once, start one export', async () => {
  const { id } = await world.customer()
  const other = await world.as(await world.operator(undefined, 'operator_admin'))
  const [doubled, before] = [press(id), (await outbox()).length]
  await Promise.all(
    [
      [admin, doubled] as const,
      [admin, doubled] as const,
      [other, press(id)] as const,
      [other, press(id)] as const,
    ].map(([{ operatorExports }, asked]) => operatorExports.ask(asked)),
  )
  expect((await outbox()).slice(before)).toMatchObject([{ data: { organisationId: id } }])
  const of = ({ payload }: { payload: { organisations?: unknown } }) =>
    JSON.stringify(payload.organisations) === JSON.stringify([id])
  expect((await recorded()).filter(of)).toHaveLength(1)
})

test('what is not whole is not handed out, and every download is recorded', async () => {
  const part = (number?: number) => admin.operatorExports.part({ id: partner.id, part: number })
  expect(await refusalFrom(part())).toEqual({ code: 'not_found' })
  const [{ id = '' } = {}] = await world.asOwner<{ id: string }>(
    `update tenant_export set tables = 1, tables_done = 1, rows_done = 2, parts = 2, finished_at = now()
      where organisation_id = $1 returning id`,
    [partner.id],
  )
  for (const number of [0, 1])
    await world.asOwner('insert into tenant_export_part values ($1, $2, $3, $4)', [
      ...[id, partner.id, number],
      `line ${number}\n`,
    ])
  const first = await part()
  expect(JSON.parse(first.lines)).toMatchObject({ organisation: { id: partner.id }, rows: 2 })
  expect(first.next).toBe(0)
  expect([await part(0), await part(1)]).toEqual([
    { lines: 'line 0\n', next: 1 },
    { lines: 'line 1\n', next: null },
  ])
  expect((await recorded()).filter(({ action }) => action === 'tenant.export_read')).toMatchObject([
    { payload: { organisations: [partner.id], exportId: id } },
  ])
  await world.asOwner(
    `update tenant_export set asked_at = now() - interval '24 hours 1 second' where id = $1`,
    [id],
  )
  for (const number of [undefined, 0]) expect(await refusalFrom(part(number))).toEqual({ code: 'not_found' })
  expect((await admin.operatorExports.get({ id: partner.id })).asked).toBeNull()
})

test('§5.4 nobody else may, and an operator who signed in long ago confirms first', async () => {
  for (const role of ['support_operator', 'auditor', 'enrolment_reviewer'] as const) {
    const { operatorExports } = await world.as(await world.operator(undefined, role))
    const calls = [
      () => operatorExports.ask(press(partner.id)),
      () => operatorExports.part({ id: partner.id }),
    ]
    for (const call of calls) expect(await refusalFrom(call())).toMatchObject({ code: 'missing_permission' })
  }
  const { operatorExports } = await world.as(await world.operator(undefined, 'operator_admin'))
  expect(await refusalFrom(operatorExports.ask(press(randomUUID() as typeof partner.id)))).toEqual({
    code: 'not_found',
  })
  world.clock.forward({ minutes: 16 })
  expect(await refusalFrom(operatorExports.ask(press(partner.id)))).toMatchObject({
    code: 'step_up_required',
  })
})
