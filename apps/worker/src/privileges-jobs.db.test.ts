import { newId } from '@entente/db/core/new-id'
import { givenCustomer, givenPartner, givenPerson } from '@entente/db/testing/fixtures'
import type { PrivilegesChange } from '@entente/domain/relationship/admin-grant'
import type { Job } from '@entente/queue/jobs'
import { beforeEach, describe, expect, test } from 'vitest'
import { givenAcceptance } from '../testing/given.ts'
import { openStage } from '../testing/index.ts'

const { database, inbox, run } = await openStage()
beforeEach(() => {
  inbox.mails.length = 0
})

type Partner = Awaited<ReturnType<typeof givenPartner>>
type Row = { id: string; name: Job['name']; data: Job['data'] }

/** A partner that holds a service of some customers, as an operator left it. */
async function given(count: number) {
  const partner = await givenPartner(database.api)
  const customers = []
  for (let number = 0; number < count; number++) {
    const customer = await givenCustomer(database.api)
    await givenAcceptance(database, { partner, customer, services: ['azure'] })
    customers.push(customer)
  }
  return { partner, customers }
}

/** The partner as an act of an operator left it, and the job of that act. */
async function act({ id }: Partner, change: PrivilegesChange) {
  const job = root({ id }, change)
  await database.asOwner(
    `update organisation set partner_status = $2, privileges_frozen_at = case when $3 then now() end,
      privileges_change_id = $4 where id = $1`,
    [id, change === 'ended' ? 'deauthorised' : 'active', change === 'frozen', job.data.requestId],
  )
  return job
}

const root = ({ id: partnerId }: Pick<Partner, 'id'>, change: PrivilegesChange) => ({
  id: newId(),
  name: 'partner.privileges-changed' as const,
  data: { partnerId, change, requestId: newId() },
})

/** Runs a job and everything that it leads to, each job `times` over, as after crashes before they were acknowledged. */
async function runAll(first: Job & { id: string }, times = 1): Promise<Row[]> {
  const done: Row[] = []
  let waiting: Row[] = [first]
  while (waiting.length > 0) {
    for (const { id, name, data } of waiting)
      for (let time = 0; time < times; time++) await run({ id, name, data } as Job)
    done.push(...waiting)
    const known = done.map(({ id }) => id)
    waiting = await database.asOwner<Row>(
      `select id, name, data from outbox where data ->> 'partnerId' = $1 and id <> all($2::uuid[])`,
      [(first.data as { partnerId: string }).partnerId, known],
    )
  }
  return done
}

const recordsOf = (id: string) =>
  database.asOwner<{ action: string; request_id: string; payload: Record<string, unknown> }>(
    'select action, request_id, payload from audit_record where organisation_id = $1 order by id',
    [id],
  )
const recipients = () => inbox.mails.flatMap(({ to = [] }) => to.map(({ address }) => address)).toSorted()

describe('§4.8 customers learn what an operator did to a partner’s privileges', () => {
  test.each([
    ['frozen', 'partner.privileges_frozen', /frozen/],
    ['thawed', 'partner.privileges_thawed', /lifted the freeze/],
    ['ended', 'admin_grant.removed_by_operator', /ended/],
  ] as const)(
    '%s: one record per customer, one mail per person who decides, however often jobs run',
    async (change, action, words) => {
      const { partner, customers } = await given(2)
      const second = await givenPerson(database.api, {
        ...{
          organisationId: customers[0]?.id as never,
          audience: 'customer',
          roles: ['relationship_manager'],
        },
      })
      await givenPerson(database.api, {
        ...{ organisationId: customers[0]?.id as never, audience: 'customer', roles: ['user'] },
      })
      const job = await act(partner, change)
      await runAll(job, 3)
      for (const { id } of customers)
        expect(await recordsOf(id)).toMatchObject([
          { action, request_id: job.data.requestId, payload: { partnerId: partner.id, services: ['azure'] } },
        ])
      expect(recipients()).toEqual([...customers.map(({ person }) => person.email), second.email].toSorted())
      for (const mail of inbox.mails) {
        expect(mail.subject).toContain(partner.legalName)
        expect(mail.text).toMatch(words)
      }
    },
  )

  test.each([
    ['partner', /has given up/],
    ['operator', /more than 90 days/],
  ] as const)(
    'M-12 lost by an act of the %s: one mail per person who decides, however often jobs run',
    async (by, words) => {
      const { partner, customers } = await given(1)
      const [customer] = customers
      const data = { customerId: customer?.id ?? (partner.id as never), partnerId: partner.id }
      const job = {
        name: 'customer.privileges-lost' as const,
        data: { ...data, services: ['azure', 'gone'], by },
      }
      await runAll({ id: newId(), ...job }, 3)
      expect(recipients()).toEqual([customer?.person.email])
      expect(inbox.mails[0]?.text).toMatch(words)
      expect(inbox.mails[0]?.text).toContain('gone')
    },
  )

  test('ended: every grant has its end and its reason, the list and both records say so', async () => {
    const { partner, customers } = await given(3)
    await runAll(await act(partner, 'ended'))
    const rows = await database.asOwner(
      'select ended_at is not null as ended, ended_by, end_reason from admin_grant where partner_id = $1',
      [partner.id],
    )
    expect(rows).toEqual(
      customers.map(() => ({ ended: true, ended_by: null, end_reason: 'removed_by_operator' })),
    )
    const listed = await database.asOwner('select services from relationship where partner_id = $1', [
      partner.id,
    ])
    expect(listed).toEqual(customers.map(() => ({ services: [] })))
    expect((await recordsOf(partner.id)).map(({ payload }) => payload.customerId).toSorted()).toEqual(
      customers.map(({ id }) => id).toSorted(),
    )
  })

  test('a job that runs after the next act tells nobody what is no longer true', async () => {
    const { partner, customers } = await given(1)
    const job = await act(partner, 'frozen')
    await run(job)
    await act(partner, 'thawed')
    await runAll(job)
    expect(inbox.mails).toEqual([])
    expect(await recordsOf(customers[0]?.id ?? '')).toEqual([])
  })

  test('a freeze, a thaw and a freeze while the queue lags are told as one freeze', async () => {
    const { partner, customers } = await given(1)
    const jobs = []
    for (const change of ['frozen', 'thawed', 'frozen'] as const) jobs.push(await act(partner, change))
    for (const job of jobs) await runAll(job)
    expect(recipients()).toEqual([customers[0]?.person.email])
    expect(await recordsOf(customers[0]?.id ?? '')).toHaveLength(1)
  })

  test('many customers: batches of one transaction each, every customer once', async () => {
    const { partner, customers } = await given(1)
    await database.asOwner(
      `with source as (select * from relationship where partner_id = $1), made as (
        insert into organisation (id, kind, legal_name, country, created_at)
        select gen_random_uuid(), 'customer', 'Many', 'FR', now() from generate_series(1, 450) returning id),
      related as (insert into relationship (id, customer_id, partner_id, status, origin, since, customer_name,
          customer_country, sort_key, change_id)
        select gen_random_uuid(), made.id, $1, 'active', 'acceptance', now(), 'Many', 'FR', 'many', gen_random_uuid()
        from made, source returning customer_id)
      select count(*) from related`,
      [partner.id],
    )
    // One person is in all of them.
    await database.asOwner(
      `insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
      select gen_random_uuid(), $2, 'customer', customer_id, 'active', '{}', now() from relationship where partner_id = $1
      on conflict do nothing`,
      [partner.id, customers[0]?.person.id],
    )
    await database.asOwner(
      `with accepted as (insert into acceptance (id, customer_id, partner_id, link_id, change, agreement, version, language,
          accepted_by, accepted_at)
        select gen_random_uuid(), customer_id, $1, $3, 'unchanged', 'x', '1', 'en', $2, now() from relationship
        where partner_id = $1 returning id, customer_id)
      insert into admin_grant (id, customer_id, partner_id, acceptance_id, service, granted_at, granted_by)
      select gen_random_uuid(), customer_id, $1, id, 'intune', now(), $2 from accepted`,
      [partner.id, customers[0]?.person.id, partner.links.plain],
    )
    const job = await act(partner, 'frozen')
    let batches = 0
    let next: Row | undefined = job
    while (next) {
      batches++
      await run({ ...next } as Job)
      await run({ ...next } as Job)
      ;[next] = await database.asOwner<Row>(
        `select id, name, data from outbox where name = 'partner.privileges-changed' and data ->> 'partnerId' = $1
        and relayed_at is null order by data ->> 'after' desc limit 1`,
        [partner.id],
      )
      if (next) await database.asOwner('update outbox set relayed_at = now() where id = $1', [next.id])
    }
    const [told] = await database.asOwner<{ jobs: string; customers: string }>(
      `select count(*) as jobs, count(distinct data ->> 'customerId') as customers from outbox
      where name = 'customer.privileges-changed' and data ->> 'partnerId' = $1`,
      [partner.id],
    )
    expect([told, batches]).toEqual([{ jobs: '451', customers: '451' }, 4])
  })
})
