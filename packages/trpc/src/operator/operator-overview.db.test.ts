import { randomUUID } from 'node:crypto'
import type { OperatorRole } from '@entente/domain/core/role'
import type { ContactState } from '@entente/domain/enrolment/contact-verification'
import type { EnrolmentState } from '@entente/domain/enrolment/enrolment'
import type { NextActor } from '@entente/domain/enrolment/next-actor'
import { expect, test } from 'vitest'
import { givenWorld } from '../../testing/index.ts'

const world = await givenWorld()
const admin = await world.operator('none', 'operator_admin')
const console = await world.as(admin)
const start = world.clock.now()
const ago = (days: number) => new Date(start.getTime() - days * 86_400_000)
const as = async (role: OperatorRole) => world.as(await world.operator('none', role))

/** An application in a state for so many days. */
async function givenApplication(
  state: EnrolmentState,
  {
    contact = 'verified',
    days = 0,
    assignee = null,
  }: { contact?: ContactState; days?: number; assignee?: string | null } = {},
) {
  const { id } = await world.partner()
  await world.asOwner('update enrolment set state = $2, state_since = $3 where organisation_id = $1', [
    id,
    state,
    ago(days),
  ])
  await world.asOwner('update partner_profile set contact_status = $2 where organisation_id = $1', [
    id,
    contact,
  ])
  await world.asOwner(
    `insert into enrolment_review (organisation_id, assignee_id) values ($1, $2)
    on conflict (organisation_id) do update set assignee_id = $2`,
    [id, assignee],
  )
  return id
}

test('U-03 open applications are counted by queue, age and owner, as the filtered lists show them', async () => {
  await givenApplication('email_verified', { days: 6 })
  await givenApplication('in_review', { assignee: admin.id })
  await givenApplication('re_review', { contact: 'sent' })
  await givenApplication('documents_requested', { days: 2 })
  await givenApplication('submitted', { contact: 'bounced' })
  await givenApplication('rejected')
  const { applications } = await console.operatorOverview.get()
  expect(applications).toMatchObject([
    { next: 'operator', count: 2, oldest: ago(6), mine: 1, unassigned: 1, overdue: 1 },
    { next: 'contact', count: 1, mine: 0, unassigned: 1, overdue: 0 },
    { next: 'applicant', count: 2 },
  ])
  const states: EnrolmentState[] = [
    'submitted',
    'email_verified',
    'in_review',
    'documents_requested',
    're_review',
  ]
  const listed = async (next: NextActor, filters = {}) => {
    const page = await console.operatorEnrolments.list({ next, states, ...filters })
    expect(page.applications.every((application) => application.next === next)).toBe(true)
    return page.applications.length
  }
  for (const { next, count } of applications) expect(await listed(next)).toBe(count)
  expect(await listed('operator', { olderThanDays: 5 })).toBe(1)
  expect(await listed('operator', { assignee: 'me' })).toBe(1)
  expect(await listed('operator', { assignee: 'nobody' })).toBe(1)
})

test('dead letters are split into mails and other work, each with its list', async () => {
  const dead = (name: string) =>
    world.asOwner(
      `insert into outbox (id, name, data, created_at, relayed_at, failed_at, failure)
      values ($1, $2, '{}', now(), now(), now(), 'smtp 550')`,
      [randomUUID(), name],
    )
  await dead('mail.request-sent')
  await dead('mail.status')
  await dead('relationship.accepted')
  expect((await console.operatorOverview.get()).outbox).toMatchObject({ deadLetters: 3, deadMails: 2 })
  const names = async (kind: 'mails' | 'other') =>
    (await console.operatorDeadLetters.list({ kind })).rows.map(({ name }) => name).toSorted()
  expect(await names('mails')).toEqual(['mail.request-sent', 'mail.status'])
  expect(await names('other')).toEqual(['relationship.accepted'])
})

test('the navigation counts what an operator may act on, and no request of their own', async () => {
  const ask = (by: string) =>
    world.asOwner(
      `insert into operator_request (id, kind, target_id, reason, asked_by, asked_at, expires_at)
      values ($1, 'reset_second_factor', $2, 'Lost', $3, now(), $4)`,
      [randomUUID(), randomUUID(), by, ago(-1)],
    )
  await ask(admin.id)
  await ask((await world.operator()).id)
  expect(await console.operatorOverview.waiting()).toEqual({
    applications: 2,
    deadLetters: 3,
    requests: 1,
    endRequests: 0,
    provisionings: 0,
    hasImport: false,
  })
  const none = {
    applications: 0,
    deadLetters: 0,
    requests: 0,
    endRequests: 0,
    provisionings: 0,
    hasImport: false,
  }
  expect(await (await as('auditor')).operatorOverview.waiting()).toEqual(none)
  expect(await (await as('support_operator')).operatorOverview.waiting()).toEqual({ ...none, deadLetters: 3 })
  expect(await (await as('enrolment_reviewer')).operatorOverview.waiting()).toEqual({
    ...none,
    applications: 2,
  })
})
