import { newId } from '@entente/db/core/new-id'
import { givenPartner, givenPerson } from '@entente/db/testing/fixtures'
import { nextWarning } from '@entente/domain/operator/partner-control'
import type { Job } from '@entente/queue/jobs'
import { beforeEach, describe, expect, test } from 'vitest'
import { openStage } from '../testing/index.ts'
import { warnPartners } from './warn-partners.ts'

const { database, inbox, run, tools } = await openStage()
beforeEach(async () => {
  inbox.mails.length = 0
  await database.asOwner('delete from deauthorisation_notice')
})

const start = new Date()
const day = (count: number) => new Date(start.getTime() + count * 86_400_000)
type Row = { id: string; name: Job['name']; data: Job['data'] }

/** A partner whose authorisation ends on day 100, with a second global admin, an agent and a primary contact. */
async function given() {
  const partner = await givenPartner(database.api)
  const person = { organisationId: partner.id, audience: 'partner' } as const
  const second = await givenPerson(database.api, { ...person, roles: ['global_admin'] })
  await givenPerson(database.api, { ...person, roles: ['sales_agent'] })
  const contact = `contact-${partner.id}@partner.example`
  await database.asOwner(
    `update partner_profile set contact_name = 'Kim', contact_email = $2, contact_status = 'verified'
    where organisation_id = $1`,
    [partner.id, contact],
  )
  const noticeId = newId()
  await database.asOwner(
    `insert into deauthorisation_notice
      (id, partner_id, reason, ends_at, announced_at, announced_by, next_warning_at)
    values ($1, $2, 'Revenue too low', $3, $4, $5, $6)`,
    [noticeId, partner.id, day(100), start, second.id, nextWarning(day(100), start)],
  )
  const recipients = [partner.person.email, second.email, contact].toSorted()
  return { partner, noticeId, recipients }
}
type Given = Awaited<ReturnType<typeof given>>

const warn = (at: Date, workers = 1) =>
  Promise.all(
    Array.from({ length: workers }, () => warnPartners({ database: database.worker, clock: () => at })),
  )
const jobsOf = ({ partner }: Given) =>
  database.asOwner<Row>(`select id, name, data from outbox where data ->> 'partnerId' = $1 order by id`, [
    partner.id,
  ])

/** Runs every waiting job of the partner twice, as after crashes before they were acknowledged. */
async function runJobs(of: Given, at: Date): Promise<void> {
  const clock = tools.clock
  tools.clock = () => at
  const done = new Set<string>()
  for (;;) {
    const waiting = (await jobsOf(of)).filter(({ id }) => !done.has(id))
    if (waiting.length === 0) break
    for (const job of waiting) {
      done.add(job.id)
      await run(job as Job)
      await run(job as Job)
    }
  }
  tools.clock = clock
}
const addresses = () => inbox.mails.flatMap(({ to = [] }) => to.map(({ address }) => address)).toSorted()

describe('M-20 warnings of a de-authorisation', () => {
  test('one is recorded 90, 60 and 30 days before, once each, whichever of two workers looks', async () => {
    const one = await given()
    const counts: number[] = []
    for (const at of [9.9, 10, 10.1, 39.9, 40, 69.9, 70, 71, 99, 101]) {
      await warn(day(at), 2)
      counts.push((await jobsOf(one)).length)
    }
    expect(counts).toEqual([0, 1, 1, 1, 2, 2, 3, 3, 3, 3])
  })

  test('after a long stop the missed ones become one', async () => {
    const one = await given()
    await warn(day(45))
    await warn(day(45))
    expect(await jobsOf(one)).toHaveLength(1)
    await warn(day(70))
    expect(await jobsOf(one)).toHaveLength(2)
  })

  test('a fault while it records leaves nothing behind, and the next round finds it', async () => {
    const one = await given()
    await database.asOwner(`create function fail() returns trigger language plpgsql as
      $$ begin raise 'out of order'; end $$;
      create trigger fail before insert on outbox for each statement execute function fail()`)
    await expect(warn(day(10))).rejects.toThrow('out of order')
    await database.asOwner('drop trigger fail on outbox; drop function fail')
    expect(await jobsOf(one)).toEqual([])
    await warn(day(10))
    expect(await jobsOf(one)).toHaveLength(1)
  })

  test('every global admin and the primary contact get one mail with the days that are left', async () => {
    const one = await given()
    await warn(day(10))
    await runJobs(one, day(10))
    expect(addresses()).toEqual(one.recipients)
    for (const { subject, text } of inbox.mails) {
      expect(subject).toContain(one.partner.legalName)
      expect(text).toContain('90 days')
      expect(text).toContain('/settings')
      expect(text).toContain('Revenue too low')
    }
  })

  test('a primary contact who is a global admin gets one mail', async () => {
    const one = await given()
    await database.asOwner('update partner_profile set contact_email = $2 where organisation_id = $1', [
      one.partner.id,
      one.partner.person.email,
    ])
    await warn(day(10))
    await runJobs(one, day(10))
    expect(addresses()).toHaveLength(2)
  })

  test.each([
    [
      'a withdrawn notice',
      `update deauthorisation_notice set withdrawn_at = now(), withdrawn_by = announced_by
      where partner_id = $1`,
    ],
    ['a de-authorised partner', `update organisation set partner_status = 'deauthorised' where id = $1`],
  ])('%s warns nobody, though its jobs wait', async (_, act) => {
    const one = await given()
    await warn(day(10))
    const [root] = await jobsOf(one)
    await run(root as Job)
    expect(await jobsOf(one)).toHaveLength(4)
    await database.asOwner(act, [one.partner.id])
    await runJobs(one, day(10))
    expect(inbox.mails).toEqual([])
  })

  test('a suspended partner is warned, a withdrawn notice records nothing', async () => {
    const [one, other] = [await given(), await given()]
    await database.asOwner(`update organisation set partner_status = 'suspended' where id = $1`, [
      one.partner.id,
    ])
    await database.asOwner(
      `update deauthorisation_notice set withdrawn_at = now(), withdrawn_by = announced_by where id = $1`,
      [other.noticeId],
    )
    await warn(day(10))
    await runJobs(one, day(11))
    expect(addresses()).toEqual(one.recipients)
    expect(await jobsOf(other)).toEqual([])
  })
})
