import { waitFor } from '@entente/testkit/wait'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { givenCustomer, givenPartner } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { proxied, roundTripsOf } from '../../testing/proxied.ts'
import { lockCustomer } from '../identity/organisations.ts'
import { listPeopleWithRole } from '../identity/people.ts'
import { batch, sendBehind } from './batch.ts'
import { newId } from './new-id.ts'
import { inSavepoint } from './savepoint.ts'
import { asTenant, type PartnerDb, readTogether, type Scoped } from './scopes.ts'
import { isUnavailable } from './unavailable.ts'

const world = await freshDatabase()
const { database, proxy } = await proxied(world.urls.api)
const owner = new pg.Client(world.urls.owner)
await owner.connect()
afterAll(() => owner.end())

const partner = await givenPartner(world.api)
const tenant = { organisationId: partner.id, audience: 'partner', personId: partner.person.id } as const

const number = async (db: PartnerDb, value: string) => {
  const { rows } = await sql<{ number: number }>`select ${value}::int as number`.execute(db)
  return rows[0]?.number
}
const job = (id: string, name = 'mail.request-sent') => ({
  ...{ id, name, data: '{}', createdAt: new Date() },
})
/** Writes a row; a second one with the same id fails, and so does one with a job that the scope may not record. */
const write = (db: PartnerDb, ...of: Parameters<typeof job>) => db.insertInto('outbox').values(job(...of))
const written = async (...ids: string[]) =>
  (await world.asOwner('select id from outbox where id = any($1)', [ids])).length

test('the statements of a batch go in one round trip and are answered in their order', async () => {
  const read = () =>
    asTenant(database, tenant, (db) => batch([number(db, '3'), number(db, '1'), number(db, '2')]))
  expect(await read()).toEqual([3, 1, 2])
  // One for the batch, with the beginning of the transaction, and one for the commit.
  expect(await roundTripsOf(proxy, read)).toBe(2)
})

test('nobody waits for the end of a transaction that reads, and it writes nothing', async () => {
  const reading = { ...tenant, isReading: true }
  const read = () => asTenant(database, reading, (db) => number(db, '3'))
  expect(await read()).toBe(3)
  expect(await roundTripsOf(proxy, read)).toBe(1)
  const id = newId()
  await expect(asTenant(database, reading, (db) => write(db, id).execute())).rejects.toThrow('read-only')
  // Its connection writes again in the next transaction.
  await asTenant(database, tenant, (db) => write(db, id).execute())
  expect(await written(id)).toBe(1)
})

test('S2 tenants that are read in one transaction each see their own people, in whatever order they ask', async () => {
  const [customer, other] = [await givenCustomer(world.api), await givenPartner(world.api)]
  const twice = async (db: Scoped<'partner' | 'customer'>) => {
    const people = db.selectFrom('auth.membership').select('organisationId')
    const first = await people.execute()
    return [...first, ...(await people.execute())].map(({ organisationId }) => organisationId)
  }
  const read = () =>
    readTogether(database, (readAs) =>
      batch([
        readAs({ organisationId: partner.id, audience: 'partner' }, twice),
        readAs({ organisationId: customer.id, audience: 'customer' }, twice),
        readAs({ organisationId: other.id, audience: 'partner' }, twice),
      ]),
    )
  expect(await read()).toEqual([partner.id, customer.id, other.id].map((id) => [id, id]))
  // One for what all ask first, one for what all ask then.
  expect(await roundTripsOf(proxy, read)).toBe(2)
  const writing = readTogether(database, (readAs) =>
    readAs({ organisationId: partner.id, audience: 'partner' }, (db) => write(db, newId()).execute()),
  )
  await expect(writing).rejects.toThrow('read-only')
})

test('what is sent behind goes with the commit', async () => {
  const [one, other] = [newId(), newId()]
  const act = (...ids: string[]) =>
    asTenant(database, tenant, async (db) => {
      await number(db, '1')
      for (const id of ids) await sendBehind(db, write(db, id))
      return 'done'
    })
  await act(newId())
  const answers: string[] = []
  expect(await roundTripsOf(proxy, async () => answers.push(await act(one, other)))).toBe(2)
  expect(answers).toEqual(['done'])
  expect(await written(one, other)).toBe(2)
})

test('a batch whose second statement fails writes nothing and reports the error of the second', async () => {
  const [first, third] = [newId(), newId()]
  const act = asTenant(database, tenant, (db) =>
    batch([write(db, first).execute(), number(db, 'x'), write(db, third).execute()]),
  )
  await expect(act).rejects.toMatchObject({ code: '22P02' })
  expect(await written(first, third)).toBe(0)
})

test('a batch reports what failed first, also when its caller makes another error of it', async () => {
  const refusal = new Error('refused')
  const act = asTenant(database, tenant, (db) => {
    const late = number(db, 'x').catch(async () => {
      await new Promise(setImmediate)
      throw refusal
    })
    return batch([late, number(db, '1')])
  })
  await expect(act).rejects.toBe(refusal)
})

test('a write that was sent behind and fails is reported in place of the commit', async () => {
  const [good, bad] = [newId(), newId()]
  const act = asTenant(database, tenant, async (db) => {
    await sendBehind(db, write(db, good))
    await sendBehind(db, write(db, bad, 'no.such-job'))
    return 'done'
  })
  await expect(act).rejects.toMatchObject({ code: '42501' })
  expect(await written(good, bad)).toBe(0)
})

test('a statement behind a failed write reports the error of the write', async () => {
  const id = newId()
  const act = asTenant(database, tenant, async (db) => {
    await sendBehind(db, write(db, id))
    await sendBehind(db, db.insertInto('outbox').values(job(id)))
    return number(db, '1')
  })
  await expect(act).rejects.toMatchObject({ code: '23505' })
})

test('a commit that PostgreSQL answers with a rollback is an error', async () => {
  const id = newId()
  const act = asTenant(database, tenant, async (db) => {
    await write(db, id).execute()
    await number(db, 'x').catch(() => undefined)
    return 'done'
  })
  await expect(act).rejects.toThrow(/rolled back/)
  expect(await written(id)).toBe(0)
})

test('what is sent behind in a savepoint fails there, and the transaction goes on', async () => {
  const [kept, twice] = [newId(), newId()]
  const seen = await asTenant(database, tenant, async (db) => {
    await sendBehind(db, write(db, kept))
    const part = inSavepoint(db, async () => {
      await sendBehind(db, write(db, twice))
      await sendBehind(db, write(db, twice))
    })
    return part.catch((error) => error.code)
  })
  expect(seen).toBe('23505')
  expect(await written(kept, twice)).toBe(1)
})

test('a connection that is lost with writes and commit under way is reported as unavailable, and given up', async () => {
  const act = asTenant(database, tenant, async (db) => {
    await number(db, '1')
    proxy.stall()
    await sendBehind(db, write(db, newId()))
    setTimeout(proxy.reset, 20)
  })
  expect(isUnavailable(await act.catch((error) => error))).toBe(true)
  proxy.heal()
  expect(await asTenant(database, tenant, (db) => number(db, '7'))).toBe(7)
})

test('R7 what a batch reads behind a lock is what was committed until the lock was granted', async () => {
  const customer = await givenCustomer(world.api)
  const at = { organisationId: customer.id, audience: 'customer', personId: customer.person.id } as const
  await owner.query('begin')
  await owner.query('select 1 from organisation where id = $1 for update', [customer.id])
  const read = asTenant(database, at, (db) =>
    batch([lockCustomer(db, customer.id), listPeopleWithRole(db, customer.id, 'global_admin')]),
  )
  await waitFor(async () => (await world.asOwner('select 1 from pg_locks where not granted')).length > 0, {
    ...{ timeoutMs: 5000, intervalMs: 10, what: 'the batch to wait for the lock' },
  })
  await owner.query(`update auth.membership set roles = '{}' where organisation_id = $1`, [customer.id])
  await owner.query('commit')
  expect((await read)[1]).toEqual([])
})
