import { newId } from '@entente/db/core/new-id'
import { givenCustomer, givenPartner } from '@entente/db/testing/fixtures'
import type { Job } from '@entente/queue/jobs'
import { beforeEach, expect, test } from 'vitest'
import { givenAcceptance } from '../testing/given.ts'
import { openStage, sites } from '../testing/index.ts'

const { database, inbox, run } = await openStage()

beforeEach(async () => {
  inbox.mails.length = 0
  await database.asOwner('delete from outbox')
})

const takeOutbox = () => database.asOwner<Job>('delete from outbox returning id, name, data')
const recipients = () => inbox.mails.flatMap(({ envelope }) => envelope.to).toSorted()

/** A customer with a contact in a state, and what became of it. */
async function given(state: 'asked' | 'confirmed' | 'ended', email = 'security@contoso.example') {
  const customer = await givenCustomer(database.api, { legalName: 'Contoso' })
  const id = newId<'security_contact'>()
  const linkId = newId<'one_time_link'>()
  const tomorrow = new Date(Date.now() + 86_400_000)
  await database.asOwner(
    `insert into security_contact (id, customer_id, email, locale, state, asked_by, asked_at, confirmed_at, open_until)
     values ($1, $2, $3, 'de', $4, $5, now(), $6, $7)`,
    [
      ...[id, customer.id, email, state, customer.person.id, state === 'asked' ? null : new Date()],
      state === 'confirmed' ? null : tomorrow,
    ],
  )
  await database.asOwner(
    `insert into auth.one_time_link (id, kind, kid, version, organisation_id, details, created_at, expires_at)
     values ($1, 'security_contact', 'k1', 1, $2, $3, now(), $4)`,
    [linkId, customer.id, { securityContactId: id }, tomorrow],
  )
  return { customer, contactId: id, linkId }
}

test('D-08 the mailbox is asked in the words of the person who named it, once, and not after another was named', async () => {
  const { customer, linkId } = await given('asked')
  const job = {
    id: newId(),
    name: 'mail.security-contact-asked' as const,
    data: { customerId: customer.id, linkId },
  }
  await run(job)
  await run(job)
  expect(recipients()).toEqual(['security@contoso.example'])
  expect(inbox.mails[0]?.subject).toBe('Bestätigen Sie diese Adresse als Sicherheitskontakt von Contoso')
  expect(inbox.mails[0]?.text).toContain(`${sites.customer}/security-contact/`)
  const late = await given('ended')
  await run({ name: job.name, data: { customerId: late.customer.id, linkId: late.linkId } })
  expect(inbox.mails).toHaveLength(1)
})

test('D-08 a confirmed contact learns of grants and freezes besides those who decide, an asked one does not', async () => {
  const partner = await givenPartner(database.api)
  for (const state of ['confirmed', 'asked'] as const) {
    const { customer } = await given(state)
    const { acceptanceId } = await givenAcceptance(database, { partner, customer, services: ['azure'] })
    const customerId = customer.id
    const granted = { customerId, acceptanceId, by: customer.person.id }
    await run({ id: newId(), name: 'customer.privileges-granted', data: granted })
    const requestId = newId()
    await database.asOwner(
      `update organisation set privileges_frozen_at = now(), privileges_change_id = $2 where id = $1`,
      [partner.id, requestId],
    )
    const frozen = { customerId, partnerId: partner.id, change: 'frozen' as const, requestId }
    await run({ id: newId(), name: 'customer.privileges-changed', data: frozen })
    for (const mail of await takeOutbox()) await run(mail)
    const contacts = state === 'confirmed' ? Array(2).fill('security@contoso.example') : []
    expect(recipients()).toEqual([customer.person.email, ...contacts].toSorted())
    inbox.mails.length = 0
  }
})

test('D-08 a mailbox that decides anyway gets one mail', async () => {
  const { customer } = await given('confirmed')
  await database.asOwner('update security_contact set email = $1 where customer_id = $2', [
    ...[customer.person.email, customer.id],
  ])
  const partner = await givenPartner(database.api)
  const { acceptanceId } = await givenAcceptance(database, { partner, customer, services: ['azure'] })
  const data = { customerId: customer.id, acceptanceId, by: customer.person.id }
  await run({ id: newId(), name: 'customer.privileges-granted', data })
  // The person who accepted has the receipt.
  expect(await takeOutbox()).toEqual([])
})

test('D-08 a former contact is told that it is told nothing more', async () => {
  const { customer, contactId } = await given('ended')
  await run({ name: 'mail.security-contact-ended', data: { customerId: customer.id, contactId } })
  expect(recipients()).toEqual(['security@contoso.example'])
  expect(inbox.mails[0]?.text).toContain('Contoso')
})

test('R-176 a decider who has chosen no language reads in that of the company’s contact', async () => {
  const partner = await givenPartner(database.api)
  const subjects: string[] = []
  for (const chosen of [null, 'en']) {
    const customer = await givenCustomer(database.api, { legalName: 'Contoso' })
    await database.asOwner('update auth.account set locale = $2 where id = $1', [customer.person.id, chosen])
    await database.asOwner(
      `insert into customer_profile (customer_id, part, contact_email, language, address_line1, version, changed_at)
       values ($1, 'company', $2, 'de', 'Hafenstraße 1', 1, now())`,
      [customer.id, customer.person.email],
    )
    const { acceptanceId } = await givenAcceptance(database, { partner, customer, services: ['azure'] })
    const granted = {
      customerId: customer.id,
      acceptanceId,
      accountId: customer.person.id,
      by: customer.person.id,
    }
    await run({ id: newId(), name: 'mail.privileges-granted', data: granted })
    subjects.push(
      inbox.mails
        .at(-1)
        ?.html?.toString()
        .match(/<html lang="([^"]+)"/)?.[1] ?? '',
    )
  }
  expect(subjects).toEqual(['de', 'en'])
})
