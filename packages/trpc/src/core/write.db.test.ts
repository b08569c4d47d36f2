import { randomBytes, randomUUID } from 'node:crypto'
import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { givenWorld, refusalFrom } from '../../testing/index.ts'
import { visitorOf } from './context.ts'
import { actorOf, partnerMutation, partnerQuery, visitorMutation } from './gates.ts'
import { refused } from './refused.ts'
import { t } from './trpc.ts'

const world = await givenWorld()

/** What the probes do; a test sets it. */
let act: () => unknown = () => 'done'
let before: () => unknown = () => undefined
let first: () => unknown = () => 'read'

const probes = t.router({
  write: visitorMutation
    .input(z.object({ of: z.string() }))
    .prepare(async ({ ctx }) => {
      await before()
      // @ts-expect-error A transaction does not exist yet.
      return { outside: Object.keys(ctx.outside), db: ctx.db as unknown, now: ctx.now }
    })
    .mutation(async ({ ctx, prepared }) => {
      await insertAudit(
        ctx.db,
        actorOf(ctx),
        [
          {
            organisationId: instanceChain,
            action: 'organisation.created',
            payload: { marks: ctx.requestId },
          },
        ],
        ctx.now,
      )
      const result = await act()
      return {
        result,
        requestId: ctx.requestId,
        beforeHas: prepared.outside,
        beforeHasDatabase: prepared.db !== undefined,
        isOneTime: prepared.now === ctx.now,
        // @ts-expect-error Nothing leaves the process from here.
        hasOutside: ctx.outside !== undefined,
      }
    }),
  first: partnerMutation('customers.view')
    .first(async () => first())
    .mutation(({ first }) => first),
  secret: partnerMutation('customers.view', { secrets: ['code'] }).mutation(async () => ({
    result: 'made' as const,
    code: 'GHK-MNP',
    id: 'a',
  })),
  read: partnerQuery('customers.view').query(({ ctx }) => ({
    scope: ctx.db.scope,
    // @ts-expect-error Nothing leaves the process from here.
    hasOutside: ctx.outside !== undefined,
  })),
})

async function caller(token?: string, services = world.services) {
  const visitor = await visitorOf(services, 'partner', token)
  return (requestId: string = randomUUID()) =>
    probes.createCaller({
      ...services,
      ...visitor,
      ...{ requestId, site: 'partner', clientAddress: 'visitor', locale: 'en' },
      ...{ device: null, knownDevice: null },
    })
}
const visitor = await caller()
const press = (of = 'a') => ({ of, idempotencyKey: randomUUID() })
const marksOf = (requestId: string) =>
  world.asOwner('select id from audit_record where request_id = $1', [requestId])

test('what is prepared may leave the process, the transaction after it may not; both have one time', async () => {
  act = () => 'done'
  before = () => undefined
  expect(await visitor().write(press())).toMatchObject({
    ...{ result: 'done', beforeHasDatabase: false, isOneTime: true, hasOutside: false },
    beforeHas: ['membershipDirectory', 'signInDirectories', 'operatorDirectory', 'documents'],
  })
  const partner = await world.partner()
  const read = (await caller(await world.tokenFor(partner.person)))().read()
  expect(await read).toEqual({ scope: 'partner', hasOutside: false })
})

test('whatever is thrown rolls back what was written and frees the key', async () => {
  const once = press()
  for (const thrown of [refused({ code: 'not_found' }), new Error('A fault.')]) {
    const requestId = randomUUID()
    act = () => {
      throw thrown
    }
    await expect(visitor(requestId).write(once)).rejects.toThrow()
    expect(await marksOf(requestId)).toEqual([])
  }
  act = () => 'done'
  const requestId = randomUUID()
  expect((await visitor(requestId).write(once)).result).toBe('done')
  expect(await marksOf(requestId)).toHaveLength(1)
})

test('a repeat that is refused before the transaction gets the first answer, a new press gets the refusal', async () => {
  const once = press()
  const first = await visitor().write(once)
  before = () => {
    throw refused({ code: 'one_time_link_spent' })
  }
  expect(await visitor().write(once)).toEqual(first)
  expect(await refusalFrom(visitor().write(press()))).toEqual({ code: 'one_time_link_spent' })
  expect(await refusalFrom(visitor().write({ ...once, of: 'b' }))).toEqual({ code: 'idempotency_key_reused' })
  before = () => {
    throw new Error('A fault.')
  }
  await expect(visitor().write(once)).rejects.toThrow('A fault.')
})

test('what is shown once is neither stored nor given to a repeat', async () => {
  const partner = await world.partner()
  const person = await caller(await world.tokenFor(partner.person))
  const once = { idempotencyKey: randomUUID() }
  expect(await person().secret(once)).toEqual({ result: 'made', code: 'GHK-MNP', id: 'a' })
  expect(await person().secret(once)).toEqual({ result: 'shown_once', id: 'a' })
  const [row] = await world.asOwner<{ row: string }>(
    'select i::text as row from idempotency i where key = $1',
    [once.idempotencyKey],
  )
  expect(row?.row).not.toContain('GHK-MNP')
})

test('what a write reads first counts only for a new key, and only once the role is sure', async () => {
  const { person } = await world.partner()
  const call = await caller(await world.tokenFor(person))
  const once = press()
  expect(await call().first(once)).toBe('read')
  first = () => {
    throw refused({ code: 'not_found' })
  }
  expect(await refusalFrom(call().first(press()))).toEqual({ code: 'not_found' })
  await world.asOwner(`update auth.membership set roles = '{}' where id = $1`, [person.membershipId])
  expect(await call().first(once)).toBe('read')
  expect(await refusalFrom(call().first(press()))).toMatchObject({ code: 'missing_permission' })
})

test('R2 a press that is repeated after another session key was activated gets the first answer, another input is refused', async () => {
  const token = await world.tokenFor((await world.partner()).person)
  const { keyring } = world.services
  const keys = new Map([...keyring.session.keys, ['newer', randomBytes(32)]])
  const activated = { ...keyring, session: { newest: 'newer', keys } }
  const [before, after] = [
    await caller(token),
    await caller(token, { ...world.services, keyring: activated }),
  ]
  const once = press()
  first = () => 'first'
  expect(await before().first(once)).toBe('first')
  first = () => 'second'
  expect(await after().first(once)).toBe('first')
  expect(await refusalFrom(after().first({ ...once, of: 'b' } as typeof once))).toEqual({
    code: 'idempotency_key_reused',
  })
})
