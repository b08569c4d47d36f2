import { newId } from '@entente/db/core/new-id'
import { givenOperator, givenPartner, givenPerson } from '@entente/db/testing/fixtures'
import type { Job } from '@entente/queue/jobs'
import { beforeEach, expect, test } from 'vitest'
import { openStage } from '../testing/index.ts'
import { watchReferrals } from './watch-referrals.ts'

const { database, inbox, run, tools } = await openStage()
beforeEach(async () => {
  inbox.mails.length = 0
  await database.asOwner('delete from outbox')
  await database.asOwner('delete from referral')
})

const start = new Date()
const day = (count: number) => new Date(start.getTime() + count * 86_400_000)
const recipients = () => inbox.mails.flatMap(({ envelope }) => envelope.to).toSorted()

/** A new referral that an operator or a provider made on day 0, and a helpdesk agent who answers none. */
async function given(source: 'operator' | 'provider' = 'operator') {
  const partner = await givenPartner(database.api, { kind: 'indirect_reseller' })
  const provider = await givenPartner(database.api, { kind: 'indirect_provider' })
  const operator = await givenOperator(database.api)
  const helpdesk = { organisationId: partner.id, audience: 'partner', roles: ['helpdesk_agent'] } as const
  await givenPerson(database.api, { ...helpdesk, roles: [...helpdesk.roles] })
  const id = newId<'referral'>()
  const isProvider = source === 'provider'
  await database.asOwner(
    `insert into referral (id, partner_id, source, provider_id, referred_by, operator_id, company, country, message,
      status, created_at, deadline, next_reminder_at)
    values ($1, $2, $3, $4, $5, $6, 'Contoso', 'DE', 'We move.', 'new', $7, $8, $9)`,
    [
      ...[id, partner.id, source, isProvider ? provider.id : null, isProvider ? provider.person.id : null],
      ...[isProvider ? null : operator.id, start, day(14), day(7)],
    ],
  )
  await database.asOwner(
    `insert into referral_contact (referral_id, partner_id, name, email, phone, locale)
    values ($1, $2, 'Ada', 'ada@contoso.example', '', 'de')`,
    [id, partner.id],
  )
  return { partner, provider, id }
}

/** What two workers do at once at a time, and then every job, each twice. */
async function pass(at: Date) {
  const clock = () => at
  await Promise.all([1, 2].map(() => watchReferrals({ database: database.worker, clock })))
  const [before, done] = [tools.clock, new Set<string>()]
  tools.clock = clock
  for (;;) {
    const jobs = await database.asOwner<Job & { id: string }>('select id, name, data from outbox order by id')
    const waiting = jobs.filter((job) => !done.has(job.id))
    if (waiting.length === 0) break
    for (const job of waiting) {
      done.add(job.id)
      await run(job)
      await run(job)
    }
  }
  await database.asOwner('delete from outbox')
  tools.clock = before
}

test('M-17 who may answer a referral is reminded 7, 3 and 1 day before its end, once each, and not after an answer', async () => {
  const { partner, id } = await given()
  await pass(day(6.9))
  expect(recipients()).toEqual([])
  for (const [at, count] of [
    [7, 1],
    [8, 1],
    [11, 2],
    [13.5, 3],
  ] as const) {
    await pass(day(at))
    expect(recipients()).toHaveLength(count)
  }
  expect(new Set(recipients())).toEqual(new Set([partner.person.email]))
  expect(inbox.mails[0]?.subject).toContain('Contoso')
  // The contact is read after the acceptance, in the portal.
  expect(inbox.mails[0]?.text).not.toContain('ada@contoso.example')
  const later = await given()
  await database.asOwner(
    `update referral set status = 'active', answered_by = $2, answered_at = now() where id = $1`,
    [later.id, later.partner.person.id],
  )
  await pass(day(13.6))
  expect(recipients()).toHaveLength(3)
  expect(await database.asOwner('select status from referral where id = $1', [id])).toEqual([
    { status: 'new' },
  ])
})

test('M-18 §4.11 nobody answers: the referral is closed once, and who asked is told in their language', async () => {
  const { partner, id } = await given()
  await pass(day(14))
  await pass(day(15))
  expect(recipients()).toEqual(['ada@contoso.example'])
  expect(inbox.mails[0]?.text).toContain('nicht rechtzeitig')
  expect(await database.asOwner('select status, closed_at from referral where id = $1', [id])).toEqual([
    { status: 'expired', closed_at: day(14) },
  ])
  const actions = await database.asOwner(
    `select action from audit_record where organisation_id = $1 and action like 'referral.%'`,
    [partner.id],
  )
  expect(actions).toEqual([{ action: 'referral.expired' }])
})

test('M-18 R-166 the provider is told instead of a customer that never asked us', async () => {
  const { provider } = await given('provider')
  await pass(day(14))
  expect(recipients()).toEqual([provider.person.email])
})
