import { cloudOf } from '@entente/clouds/clouds'
import { beforeEach, describe, expect, test } from 'vitest'
import { givenOperator, givenPartner } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { run } from '../../testing/tables.ts'
import { applyRetention, retentionRules } from '../audit/retention.ts'
import { newId } from './new-id.ts'
import { insertOutbox, lockWaitingJobs } from './outbox.ts'
import { addOutboxWeeks, dropOutboxWeek } from './outbox-weeks.ts'
import { asAuth, asKeeper, asOperator, asPartitioner, asRelay, asTenant } from './scopes.ts'

const database = await freshDatabase()
const { asOwner } = database
const now = new Date()
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)

const partsOf = async (...ids: string[]) =>
  (
    await asOwner<{ part: string }>(
      'select tableoid::regclass::text as part from outbox where id = any($1) order by id',
      [ids],
    )
  ).map(({ part }) => part)
const allParts = async () =>
  (await asOwner<{ part: string }>('select part from weeks.of_outbox() order by ends')).map(
    ({ part }) => part,
  )
const add = () => asPartitioner(database.worker, addOutboxWeeks)
const record = (id: string, createdAt: Date) =>
  asAuth(database.api, null, (db) =>
    insertOutbox(db, [{ id, createdAt, name: 'membership.requested', data: {} }], now),
  )

/** As the owner, who alone writes a row that is over. */
async function given(created_at: Date, is: { relayed?: Date; failed?: Date } = {}): Promise<string> {
  const id = newId()
  await asOwner(
    `insert into outbox (id, name, data, created_at, relayed_at, failed_at) values ($1, 'x', '{}', $2, $3, $4)`,
    [id, created_at, is.relayed ?? null, is.failed ?? null],
  )
  return id
}

/** What was before the weeks ends so many days ago, and a week of then follows it. */
async function givenOldWeek(days: number): Promise<void> {
  const [from, to] = [daysAgo(days).toISOString(), daysAgo(days - 7).toISOString()]
  await asOwner(`alter table outbox detach partition weeks.outbox;
    alter table outbox attach partition weeks.outbox for values from (minvalue) to ('${from}');
    create table weeks.outbox_old (like weeks.outbox_rest including all);
    create policy owner_keeps on weeks.outbox_old using (true);
    alter table outbox attach partition weeks.outbox_old for values from ('${from}') to ('${to}')`)
}

beforeEach(() => asOwner('delete from outbox'))

describe('the weeks of the outbox', () => {
  test('there are this one and the next four, and making them again changes nothing', async () => {
    const parts = await allParts()
    expect(parts).toHaveLength(6)
    expect(parts[0]).toBe('outbox')
    expect(await add()).toBe(0)
    expect(await allParts()).toEqual(parts)
  })

  test('a job is in the week of its moment, and in the rest where there is none', async () => {
    const [past, present, future] = [newId(), newId(), newId()]
    await record(past, daysAgo(30))
    await record(present, now)
    await record(future, daysAgo(-100))
    const [, week] = await allParts()
    expect(await partsOf(past, present, future)).toEqual([
      'weeks.outbox',
      `weeks.${week}`,
      'weeks.outbox_rest',
    ])
    const waiting = await asRelay(database.worker, (db) => lockWaitingJobs(db, 10))
    expect(waiting.map(({ id }) => id)).toEqual([past, present, future])
  })

  test('R2 a job that is recorded again for the same cause is there once, in every part', async () => {
    for (const moment of [now, daysAgo(30), daysAgo(-100)]) {
      const id = newId()
      await Promise.all([record(id, moment), record(id, moment), record(id, moment)])
      expect(await partsOf(id)).toHaveLength(1)
    }
  })

  test('a week that nobody made in time takes its rows from the rest', async () => {
    const [, week] = await allParts()
    await asOwner(`drop table weeks.${week}`)
    const id = newId()
    await record(id, now)
    expect(await partsOf(id)).toEqual(['weeks.outbox_rest'])
    // Later weeks are there: only one that begins after all of them is made.
    for (const later of (await allParts()).slice(1)) await asOwner(`drop table weeks.${later}`)
    await Promise.all([add(), add()])
    expect(await partsOf(id)).toEqual([`weeks.${week}`])
    expect(await allParts()).toHaveLength(6)
  })

  test('retention drops a week as a whole, and leaves what waits, failed or was relayed lately', async () => {
    await givenOldWeek(45)
    const inWeek = daysAgo(40)
    const [stays, late, failed] = [
      await given(inWeek),
      await given(inWeek, { relayed: daysAgo(29.9) }),
      await given(inWeek, { relayed: inWeek, failed: inWeek }),
    ]
    for (let rows = 0; rows < 5; rows++) await given(inWeek, { relayed: daysAgo(30.1) })
    const younger = await given(daysAgo(31), { relayed: daysAgo(31) })
    const keep = () =>
      applyRetention(
        database.worker,
        { outboxRows: retentionRules(cloudOf('global').retention, now).outboxRows },
        now,
      )
    // Less than a batch of them is deleted row by row before.
    expect((await keep()).deletions).toEqual({ outboxRows: 5 })
    expect(await allParts()).not.toContain('outbox')
    expect((await keep()).deletions).toEqual({})
    expect(await allParts()).not.toContain('outbox_old')
    expect(await partsOf(stays, late, failed)).toEqual(Array(3).fill('weeks.outbox_rest'))
    expect(await partsOf(younger)).toEqual(['weeks.outbox_rest'])
    // An operator can still retry it, and it goes a month after it was relayed.
    expect((await asRelay(database.worker, (db) => lockWaitingJobs(db, 10))).map(({ id }) => id)).toEqual([
      stays,
    ])
    await asOwner('update outbox set relayed_at = $1, failed_at = null', [daysAgo(30.1)])
    expect((await keep()).deletions).toEqual({ outboxRows: 3 })
    expect(await partsOf(younger)).toHaveLength(1)
  })

  test('making or dropping a week waits briefly for its lock, and is otherwise left for later', async () => {
    const began = performance.now()
    await asAuth(database.api, null, async (db) => {
      await insertOutbox(db, [{ name: 'membership.requested', data: {} }], now)
      await run(db, 'select 1')
      await asOwner(`create table weeks.outbox_past (like weeks.outbox_rest including all);
        create policy owner_keeps on weeks.outbox_past using (true);
        alter table outbox attach partition weeks.outbox_past for values from ('2020-01-06') to ('2020-01-13')`)
      expect(await asKeeper(database.worker, dropOutboxWeek)).toBe(0)
    })
    expect(performance.now() - began).toBeLessThan(10_000)
    expect(await allParts()).toContain('outbox_past')
    await asKeeper(database.worker, dropOutboxWeek)
    expect(await allParts()).not.toContain('outbox_past')
  })

  test('S2 nobody reads or writes a part but through the outbox, and each half of the housekeeping has one role', async () => {
    const partner = await givenPartner(database.api)
    const operator = await givenOperator(database.api)
    const tenant = { organisationId: partner.id, audience: 'partner', personId: null } as const
    const scopes: Record<string, (sql: string) => Promise<unknown>> = {
      partner: (sql) => asTenant(database.api, tenant, (db) => run(db, sql)),
      auth: (sql) => asAuth(database.api, null, (db) => run(db, sql)),
      operator: (sql) => asOperator(database.api, operator.id, (db) => run(db, sql)),
      relay: (sql) => asRelay(database.worker, (db) => run(db, sql)),
      keeper: (sql) => asKeeper(database.worker, (db) => run(db, sql)),
      partitioner: (sql) => asPartitioner(database.worker, (db) => run(db, sql)),
    }
    const allowed: string[] = []
    for (const [name, attempt] of Object.entries(scopes)) {
      for (const sql of [
        'select * from weeks.outbox',
        'delete from weeks.outbox_rest',
        'select weeks.of_outbox()',
      ])
        await expect(attempt(sql), `${name}: ${sql}`).rejects.toThrow('permission denied for schema weeks')
      for (const sql of ['select add_outbox_weeks()', 'select drop_outbox_week()'])
        await attempt(sql).then(
          () => allowed.push(`${name}: ${sql}`),
          (error: Error) => expect(error.message).toContain('permission denied for function'),
        )
    }
    expect(allowed).toEqual(['keeper: select drop_outbox_week()', 'partitioner: select add_outbox_weeks()'])
    await expect(scopes.partitioner?.('select id from outbox')).rejects.toThrow('permission denied')
    await expect(asPartitioner(database.api, (db) => run(db, 'select 1'))).rejects.toThrow(
      'permission denied',
    )
    const open = await asOwner(`select c.relname from pg_class c where relnamespace = 'weeks'::regnamespace
      and relkind = 'r' and relname like 'outbox_2%' and not (relrowsecurity and relforcerowsecurity)`)
    expect(open).toEqual([])
  })
})
