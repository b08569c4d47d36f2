import { newId } from '@entente/db/core/new-id'
import { asTenant } from '@entente/db/core/scopes'
import { insertDecline } from '@entente/db/relationship/relationship-declines'
import { listRequests } from '@entente/db/relationship/request-list'
import {
  givenCustomer,
  givenOperator,
  givenPartner,
  givenPartnership,
  givenPerson,
} from '@entente/db/testing/fixtures'
import type { Id } from '@entente/domain/core/id'
import { requestListInput } from '@entente/domain/relationship/relationship-request'
import { translatorFor } from '@entente/i18n/server'
import type { Job } from '@entente/queue/jobs'
import { beforeEach, describe, expect, test } from 'vitest'
import { givenAcceptance, givenRequest } from '../testing/given.ts'
import { openStage, sites } from '../testing/index.ts'

const { database, inbox, run } = await openStage()

beforeEach(async () => {
  inbox.mails.length = 0
  await database.asOwner('delete from outbox')
})

/** Takes the jobs out of the outbox, as the relay does. */
const takeOutbox = () => database.asOwner<Job>('delete from outbox returning id, name, data')
const outcomesOf = (partnerId: string) =>
  database.asOwner<{ id: string }>(
    'select id, kind, customer_name, relationship_id, occurred_at from request_outcome where partner_id = $1',
    [partnerId],
  )
const acceptedAddresses = async (partnerId: string) => {
  const rows = await database.asOwner<{ address: string }>(
    'select address from request_recipient where partner_id = $1 and relationship_id is not null order by address',
    [partnerId],
  )
  return rows.map(({ address }) => address)
}
const mailsTo = (email: string) => inbox.mails.filter(({ envelope }) => envelope.to.includes(email))

describe('relationship.accepted', () => {
  test('U-02 logs the acceptance once and marks only the requests to the customer’s domain', async () => {
    const partner = await givenPartner(database.api)
    const customer = await givenCustomer(database.api, { legalName: 'Contoso', domain: 'contoso.example' })
    for (const address of [
      'ada@contoso.example',
      'bob@contoso.example',
      'eve@mail.contoso.example',
      'c@other.example',
    ])
      await givenRequest(database, partner, { address })
    const rival = await givenPartner(database.api)
    await givenRequest(database, rival, { address: 'ada@contoso.example' })
    const accepted = await givenAcceptance(database, { partner, customer })
    const job = {
      id: newId(),
      name: 'relationship.accepted' as const,
      data: { partnerId: partner.id, ...accepted },
    }
    const recordedAt = new Date('2027-03-01T10:00:00Z')
    for (let time = 0; time < 3; time++) await run(job, { recordedAt })
    expect(await outcomesOf(partner.id)).toEqual([
      {
        id: job.id,
        kind: 'accepted',
        customer_name: 'Contoso',
        relationship_id: accepted.relationshipId,
        occurred_at: recordedAt,
      },
    ])
    expect(await acceptedAddresses(partner.id)).toEqual(['ada@contoso.example', 'bob@contoso.example'])
    expect(await acceptedAddresses(rival.id)).toEqual([])
    expect(await outcomesOf(rival.id)).toEqual([])
  })

  test('U-02 acceptances that are logged together, some again, are logged and mailed once, and one that fails fails alone', async () => {
    const partners = [await givenPartner(database.api), await givenPartner(database.api)] as const
    const given = async (at: number) => {
      const [partner, customer] = [partners[at % 2 === 0 ? 0 : 1], await givenCustomer(database.api)]
      await givenRequest(database, partner, { address: `ada@${customer.domain}` })
      const accepted = await givenAcceptance(database, { partner, customer })
      return {
        id: newId(),
        name: 'relationship.accepted' as const,
        data: { partnerId: partner.id, ...accepted },
      }
    }
    const jobs = await Promise.all(Array.from({ length: 20 }, (_, at) => given(at)))
    const bad = { ...(await given(0)), id: 'no-uuid' }
    await database.asOwner('delete from outbox')
    const recordedAt = new Date()
    // What a worker that was killed had already done.
    for (const job of jobs.slice(0, 3)) await run(job, { recordedAt })
    const answers = await Promise.allSettled([bad, ...jobs].map((job) => run(job, { recordedAt })))
    expect(answers.map(({ status }) => status)).toEqual(['rejected', ...jobs.map(() => 'fulfilled')])
    const mails = await takeOutbox()
    for (const [at, partner] of partners.entries()) {
      const own = jobs.filter((_, place) => place % 2 === at)
      const outcomes = await outcomesOf(partner.id)
      expect(outcomes.map(({ id }) => id).toSorted()).toEqual(own.map(({ id }) => id).toSorted())
      expect(await acceptedAddresses(partner.id)).toHaveLength(own.length)
      const told = mails.flatMap(({ name, data }) =>
        name === 'mail.relationship-accepted' && data.partnerId === partner.id ? [data.acceptanceId] : [],
      )
      expect(told.toSorted()).toEqual(own.map(({ data }) => data.acceptanceId).toSorted())
    }
  })

  test('R-150 R-179 answers the joint requests of both parties, and a plain one only of a party for which something changed', async () => {
    const reseller = await givenPartner(database.api)
    const kind = 'indirect_provider' as const
    const provider = await givenPartner(database.api, { kind })
    const another = await givenPartner(database.api, { kind })
    const { links: joint } = await givenPartnership(database.api, { reseller, provider })
    const { links: other } = await givenPartnership(database.api, { reseller, provider: another })
    for (const again of [false, true]) {
      const customer = await givenCustomer(database.api)
      const first = again ? await givenAcceptance(database, { partner: reseller, customer }) : undefined
      const asked = async (partner: typeof reseller, linkId: typeof joint.plain, name: string) =>
        givenRequest(database, partner, { linkId, address: `${name}@${customer.domain}` })
      await asked(reseller, reseller.links.plain, 'plain')
      await asked(reseller, joint.plain, 'joint')
      await asked(reseller, other.plain, 'other')
      await asked(provider, provider.links.plain, 'plain')
      await asked(provider, joint.plain, 'joint')
      const jointly = { provider, linkId: joint.plain }
      const accepted = await givenAcceptance(database, {
        ...{ partner: reseller, customer, jointly },
        ...(first && { again: first.relationshipId }),
      })
      const [own] = await database.asOwner<{ id: Id<'relationship'> }>(
        'select id from relationship where partner_id = $1 and customer_id = $2',
        [provider.id, customer.id],
      )
      const tell = (partnerId: Id<'organisation'>, relationshipId = accepted.relationshipId) =>
        run({ name: 'relationship.accepted', data: { ...accepted, partnerId, relationshipId } })
      await tell(reseller.id)
      await tell(provider.id, own?.id)
      const at = (addresses: string[]) => addresses.filter((one) => one.endsWith(customer.domain ?? '-'))
      const names = async (partner: typeof reseller) =>
        at(await acceptedAddresses(partner.id)).map((address) => address.split('@')[0])
      expect(await names(reseller)).toEqual(again ? ['joint'] : ['joint', 'plain'])
      expect(await names(provider)).toEqual(['joint', 'plain'])
    }
  })

  test('a customer without a domain matches no request', async () => {
    const partner = await givenPartner(database.api)
    const customer = await givenCustomer(database.api, { domain: null })
    await givenRequest(database, partner, { address: 'ada@webmail.example' })
    const accepted = await givenAcceptance(database, { partner, customer })
    await run({ name: 'relationship.accepted', data: { partnerId: partner.id, ...accepted } })
    expect(await acceptedAddresses(partner.id)).toEqual([])
  })

  test('M-10 mails every admin agent and every author of a matched request once', async () => {
    const partner = await givenPartner(database.api, { roles: ['admin_agent'] })
    const organisation = { organisationId: partner.id, audience: 'partner' as const }
    const agent = await givenPerson(database.api, { ...organisation, roles: ['admin_agent', 'sales_agent'] })
    const author = await givenPerson(database.api, { ...organisation, roles: ['sales_agent'] })
    await givenPerson(database.api, { ...organisation, roles: ['helpdesk_agent'] })
    await givenPerson(database.api, { ...organisation, roles: ['admin_agent'], status: 'requested' })
    const customer = await givenCustomer(database.api, { legalName: 'Contoso' })
    for (const authorId of [author.id, author.id, agent.id])
      await givenRequest(database, partner, { authorId, address: `x@${customer.domain}` })
    const accepted = await givenAcceptance(database, { partner, customer, services: ['microsoft-365'] })
    const job = {
      id: newId(),
      name: 'relationship.accepted' as const,
      data: { partnerId: partner.id, ...accepted },
    }
    await run(job)
    await run(job)
    const mails = await takeOutbox()
    for (const mail of mails) {
      await run(mail)
      await run(mail)
    }
    const recipients = inbox.mails.flatMap(({ envelope }) => envelope.to)
    expect(recipients.sort()).toEqual([partner.person.email, agent.email, author.email].sort())
    const [mail] = inbox.mails
    expect(mail?.text).toContain('Contoso')
    expect(mail?.text).toContain('Microsoft 365')
    expect(mail?.text?.split(/\r?\n/)).toContain(`${sites.partner}/customers/${accepted.relationshipId}`)
    expect(mail?.html).toContain('Microsoft 365')
  })

  test('M-10 a person who has left gets no mail', async () => {
    const partner = await givenPartner(database.api)
    const customer = await givenCustomer(database.api)
    const accepted = await givenAcceptance(database, { partner, customer })
    await database.asOwner(`update auth.membership set status = 'removed', roles = '{}' where id = $1`, [
      partner.person.membershipId,
    ])
    const data = { partnerId: partner.id, ...accepted, accountId: partner.person.id }
    await run({ name: 'mail.relationship-accepted', data })
    expect(inbox.mails).toEqual([])
  })

  test('S1 a relationship of another partner is not found', async () => {
    const partner = await givenPartner(database.api)
    const rival = await givenPartner(database.api)
    const customer = await givenCustomer(database.api)
    const accepted = await givenAcceptance(database, { partner, customer })
    await run({ name: 'relationship.accepted', data: { partnerId: rival.id, ...accepted } })
    expect(await outcomesOf(rival.id)).toEqual([])
    expect(await takeOutbox()).toEqual([])
  })
})

describe('who is told of privileges', () => {
  /** A partner with privileges at a customer that has two more people who decide, and a user. */
  const given = async () => {
    const partner = await givenPartner(database.api, { legalName: 'Fabrikam GmbH', roles: ['global_admin'] })
    const customer = await givenCustomer(database.api, { legalName: 'Contoso' })
    const colleague = (role: 'global_admin' | 'relationship_manager' | 'user') =>
      givenPerson(database.api, { organisationId: customer.id, audience: 'customer', roles: [role] })
    const [admin, manager] = [await colleague('global_admin'), await colleague('relationship_manager')]
    await colleague('user')
    const accepted = await givenAcceptance(database, { partner, customer, services: ['azure'] })
    return { partner, customer, admin, manager, ...accepted }
  }
  const runTwice = async (job: Job & { id: string }) => {
    for (let time = 0; time < 2; time++) await run(job)
    for (const mail of await takeOutbox()) for (let time = 0; time < 2; time++) await run(mail)
  }

  test('D-08 everybody who decides for the customer learns once of new privileges, but for the person who gave them', async () => {
    const { customer, admin, manager, acceptanceId } = await given()
    const data = { customerId: customer.id, acceptanceId, by: customer.person.id }
    await runTwice({ id: newId(), name: 'customer.privileges-granted', data })
    const told = inbox.mails.flatMap(({ envelope }) => envelope.to)
    expect(told.toSorted()).toEqual([admin.email, manager.email].toSorted())
    const text = inbox.mails[0]?.text?.replace(/\s+/g, ' ')
    expect(text).toContain(`${customer.person.name} authorised Fabrikam GmbH`)
    expect(text).toContain('Azure')
    expect(inbox.mails[0]?.subject).toContain('gave Fabrikam GmbH admin privileges')
  })

  test('R-026 R-031 the partner’s admins learn once what they lost and what stays, and not why or to whom', async () => {
    const { partner, customer, relationshipId } = await given()
    const organisation = { organisationId: partner.id, audience: 'partner' as const }
    const agent = await givenPerson(database.api, { ...organisation, roles: ['admin_agent'] })
    await givenPerson(database.api, { ...organisation, roles: ['sales_agent'] })
    const data = { partnerId: partner.id, relationshipId, services: ['azure', 'intune'] }
    // Azure was given back before the mail went.
    await runTwice({ id: newId(), name: 'partner.privileges-lost', data })
    const told = inbox.mails.flatMap(({ envelope }) => envelope.to)
    expect(told.toSorted()).toEqual([partner.person.email, agent.email].toSorted())
    const text = inbox.mails[0]?.text?.replace(/\s+/g, ' ') ?? ''
    expect(text).toContain('ended for: Intune.')
    expect(text).toContain('Contoso remains your customer')
    expect(text).toContain(`${sites.partner}/customers/${relationshipId}`)
    expect(text).not.toContain(customer.person.name)
    inbox.mails.length = 0
    await runTwice({ id: newId(), name: 'partner.privileges-lost', data: { ...data, services: ['azure'] } })
    expect(inbox.mails).toEqual([])
  })
})

test('U-09 a request to end is told to those who act on it, with its words, and not once it has gone on', async () => {
  const partner = await givenPartner(database.api, { legalName: 'Fabrikam GmbH', roles: ['global_admin'] })
  const customer = await givenCustomer(database.api, { legalName: 'Contoso' })
  const place = { organisationId: partner.id, audience: 'partner' as const }
  await givenPerson(database.api, { ...place, roles: ['sales_agent'] })
  const { relationshipId } = await givenAcceptance(database, { partner, customer })
  const endRequestId = newId<'end_request'>()
  await database.asOwner(
    `insert into end_request (id, relationship_id, customer_id, partner_id, reason, asked_by, asked_at, deadline, status)
    values ($1, $2, $3, $4, 'We move on.', $5, now(), now() + interval '30 days', 'open')`,
    [endRequestId, relationshipId, customer.id, partner.id, customer.person.id],
  )
  const tell = async (
    to: { organisationId: Id<'organisation'>; audience: 'partner' | 'customer' },
    event: 'asked' | 'explained',
  ) => {
    await database.asOwner('delete from outbox')
    const job = { id: newId(), name: 'end-request.changed' as const, data: { ...to, endRequestId, event } }
    for (let time = 0; time < 2; time++) await run(job)
    for (const mail of await takeOutbox()) await run(mail)
  }
  await tell(place, 'asked')
  expect(inbox.mails.map(({ envelope }) => envelope.to)).toEqual([[partner.person.email]])
  expect(inbox.mails[0]?.text).toContain('We move on.')
  expect(inbox.mails[0]?.text).toContain(`${sites.partner}/customers/${relationshipId}/end-request`)
  await database.asOwner(
    `update end_request set status = 'explained', answer = 'Until May.', answered_by = $2, answered_at = now() where id = $1`,
    [endRequestId, partner.person.id],
  )
  await tell(place, 'asked')
  expect(inbox.mails).toHaveLength(1)
  await tell({ organisationId: customer.id, audience: 'customer' }, 'explained')
  expect(inbox.mails[1]?.envelope.to).toEqual([customer.person.email])
  expect(inbox.mails[1]?.text).toContain('Until May.')
  expect(inbox.mails[1]?.text).toContain(`/partner-relationships/${partner.id}/ask-to-end`)
})

test('R-036 a statement about a renegotiated agreement, and its answer, are mailed to the other side’s people who may answer', async () => {
  const [partner, customer] = [await givenPartner(database.api), await givenCustomer(database.api)]
  const place = { organisationId: partner.id, audience: 'partner' as const }
  await givenPerson(database.api, { ...place, roles: ['sales_agent'] })
  const { relationshipId } = await givenAcceptance(database, { partner, customer })
  const renegotiationId = newId<'renegotiation'>()
  await database.asOwner(
    `insert into renegotiation (id, relationship_id, customer_id, partner_id, text, stated_by, stated_at, status, customer_person)
    values ($1, $2, $3, $4, 'Support ends in May.', 'customer', now(), 'stated', $5)`,
    [renegotiationId, relationshipId, customer.id, partner.id, customer.person.id],
  )
  const tell = async (
    to: { organisationId: Id<'organisation'>; audience: 'partner' | 'customer' },
    event: 'stated' | 'declined',
  ) => {
    await database.asOwner('delete from outbox')
    const data = { ...to, renegotiationId, event }
    const job = { id: newId(), name: 'renegotiation.changed' as const, data }
    for (let time = 0; time < 2; time++) await run(job)
    for (const mail of await takeOutbox()) await run(mail)
  }
  await tell(place, 'stated')
  expect(inbox.mails.map(({ envelope }) => envelope.to)).toEqual([[partner.person.email]])
  expect(inbox.mails[0]?.text).toContain('Support ends in May.')
  expect(inbox.mails[0]?.text).toContain(`${sites.partner}/customers/${relationshipId}/renegotiation`)
  await database.asOwner(
    `update renegotiation set status = 'declined', partner_person = $2, answered_at = now() where id = $1`,
    [renegotiationId, partner.person.id],
  )
  await tell(place, 'stated')
  expect(inbox.mails).toHaveLength(1)
  await tell({ organisationId: customer.id, audience: 'customer' }, 'declined')
  expect(inbox.mails[1]?.envelope.to).toEqual([customer.person.email])
  expect(inbox.mails[1]?.text).toContain(`/partner-relationships/${partner.id}/renegotiation`)
})

test('U-02 R-126 a reseller’s authorisation marks the provider’s invitations to it as accepted, and no request to a customer', async () => {
  const [provider, rival] = [
    await givenPartner(database.api, { kind: 'indirect_provider' }),
    await givenPartner(database.api, { kind: 'indirect_provider' }),
  ]
  const reseller = await givenPartner(database.api, { kind: 'indirect_reseller' })
  await database.asOwner(`update auth.account set email = 'ada@resale.example' where id = $1`, [
    reseller.person.id,
  ])
  await database.asOwner(
    `insert into organisation_domain (organisation_id, proven_by, domain, confirmed_at)
    values ($1, 'contact', 'resale.example', now())`,
    [reseller.id],
  )
  const linkId = provider.links.partnership
  const addresses = ['ada@resale.example', 'bob@resale.example', 'eve@other.example']
  for (const address of addresses) await givenRequest(database, provider, { linkId, address })
  await givenRequest(database, provider, { address: 'ada@resale.example' })
  const ofRival = { linkId: rival.links.partnership, address: 'ada@resale.example' }
  await givenRequest(database, rival, ofRival)
  const { id } = await givenPartnership(database.api, { reseller, provider })
  const sides = { providerId: provider.id, resellerId: reseller.id }
  const job = { id: newId(), name: 'partnership.authorised' as const, data: sides }
  for (let time = 0; time < 2; time++) await run(job)
  const { rows } = await asTenant(
    database.api,
    { organisationId: provider.id, audience: 'partner', personId: provider.person.id },
    (db) => listRequests(db, provider.id, { ...requestListInput.parse({}), now: new Date() }),
  )
  const said = rows.map(({ address, state, matchedBy, customerName, partnershipId }) => [
    ...[address, state, matchedBy, customerName, partnershipId],
  ])
  expect(said.toReversed()).toEqual([
    ['ada@resale.example', 'accepted', 'address', reseller.legalName, id],
    ['bob@resale.example', 'accepted', 'domain', reseller.legalName, id],
    ['eve@other.example', 'waiting', null, null, null],
    ['ada@resale.example', 'waiting', null, null, null],
  ])
  expect(
    await database.asOwner(
      'select from request_recipient where partner_id = $1 and accepted_at is not null',
      [rival.id],
    ),
  ).toEqual([])
})

test('M-19 §4.12 what is said in a service request is mailed to the other side, once', async () => {
  const [partner, customer] = [await givenPartner(database.api), await givenCustomer(database.api)]
  const { relationshipId } = await givenAcceptance(database, { partner, customer })
  const [serviceRequestId, noteId] = [newId<'service_request'>(), newId<'service_request_note'>()]
  await database.asOwner(
    `insert into service_request (id, relationship_id, customer_id, partner_id, service, severity, title, status, channel,
      requested_by, opened_at, changed_at)
    values ($1, $2, $3, $4, 'azure', 'minimal', 'Disks are slow', 'open', 'portal', $5, now(), now())`,
    [serviceRequestId, relationshipId, customer.id, partner.id, partner.person.id],
  )
  await database.asOwner(
    `insert into service_request_note values ($1, $2, $3, 'opened', 'Since May.', $4, null, now())`,
    [...[noteId, serviceRequestId, partner.id, partner.person.id]],
  )
  const data = { partnerId: partner.id, serviceRequestId, noteId }
  const job = { id: newId(), name: 'mail.service-request' as const, data }
  for (let time = 0; time < 2; time++) await run(job)
  expect(inbox.mails).toHaveLength(1)
  expect(inbox.mails[0]?.subject).toContain('Disks are slow')
  expect(inbox.mails[0]?.text).toContain('Since May.')
  expect(inbox.mails[0]?.text).toContain(`${sites.operator}/service-requests/${serviceRequestId}`)
  // What the partner said is no news to its own person.
  await run({ ...job, id: newId(), data: { ...data, accountId: partner.person.id } })
  expect(inbox.mails).toHaveLength(1)
  const operator = await givenOperator(database.api)
  const answer = newId<'service_request_note'>()
  await database.asOwner(
    `insert into service_request_note values ($1, $2, $3, 'asked', 'Which ones?', null, $4, now())`,
    [...[answer, serviceRequestId, partner.id, operator.id]],
  )
  const asked = { ...data, noteId: answer, accountId: partner.person.id }
  await run({ ...job, id: newId(), data: asked })
  expect(inbox.mails[1]?.envelope.to).toEqual([partner.person.email])
  expect(inbox.mails[1]?.text).toContain(`${sites.partner}/service-requests/${serviceRequestId}`)
  // Who handles it is told instead of the operator's mailbox, while they are there.
  await database.asOwner('update service_request set handled_by = $2 where id = $1', [
    serviceRequestId,
    operator.id,
  ])
  await run({ ...job, id: newId() })
  expect(inbox.mails.pop()?.envelope.to).toEqual([operator.email])
  await database.asOwner(
    `update auth.membership set status = 'removed', roles = '{}' where account_id = $1`,
    [operator.id],
  )
  await run({ ...job, id: newId() })
  expect(inbox.mails.pop()?.envelope.to).toEqual(inbox.mails[0]?.envelope.to)
  // A person who left is told nothing more.
  await database.asOwner(
    `update auth.membership set status = 'removed', roles = '{}' where account_id = $1`,
    [partner.person.id],
  )
  await run({ ...job, id: newId(), data: asked })
  expect(inbox.mails).toHaveLength(2)
})

describe('mail.relationship-receipt', () => {
  type Customer = Awaited<ReturnType<typeof givenCustomer>>
  const receiptOf = ({ acceptanceId }: { acceptanceId: Id<'acceptance'> }, customer: Customer) => ({
    name: 'mail.relationship-receipt' as const,
    data: { customerId: customer.id, acceptanceId, accountId: customer.person.id },
  })

  test('R-055 names the partner, the rights, the agreement and where they can be changed', async () => {
    const partner = await givenPartner(database.api, { legalName: 'Fabrikam GmbH' })
    const customer = await givenCustomer(database.api)
    const accepted = await givenAcceptance(database, { partner, customer, services: ['azure'] })
    await run(receiptOf(accepted, customer))
    const [mail] = mailsTo(customer.person.email)
    for (const part of ['Azure', 'Customer Agreement', '2027-01', 'Germany', partner.id.slice(-12)])
      expect(mail?.text).toContain(part)
    expect(mail?.text).not.toContain('Microsoft 365')
    expect(mail?.subject).toContain('Fabrikam GmbH')
    expect(mail?.text?.split(/\r?\n/)).toContain(`${sites.customer}/partner-relationships`)
  })

  test('R-175 D-10 is in the language in which its reader accepted, whatever language the account has now', async () => {
    const [partner, customer] = [await givenPartner(database.api), await givenCustomer(database.api)]
    const accepted = await givenAcceptance(database, { partner, customer, services: ['azure'] })
    await database.asOwner(`update acceptance set language = 'de' where id = $1`, [accepted.acceptanceId])
    await database.asOwner(`update auth.account set locale = 'zh-CN' where id = $1`, [customer.person.id])
    await run(receiptOf(accepted, customer))
    const [mail] = mailsTo(customer.person.email)
    const words = translatorFor('de')
    expect(mail?.subject).toBe(words('mail.relationship_receipt.subject', { partner: partner.legalName }))
  })

  test('R-057 tells what its own acceptance granted and moved, whatever the clock said and however late it is', async () => {
    const former = await givenPartner(database.api, { legalName: 'Northwind' })
    const partner = await givenPartner(database.api)
    const customer = await givenCustomer(database.api)
    await givenAcceptance(database, { partner: former, customer, services: ['azure', 'intune'] })
    const moving = await givenAcceptance(database, { partner, customer, services: ['azure'], moving: true })
    const again = moving.relationshipId
    const restoring = await givenAcceptance(database, {
      partner,
      customer,
      services: ['dynamics-365'],
      again,
    })
    // As two presses in one millisecond, or with a clock that was set back between them.
    await database.asOwner(`update acceptance set accepted_at = '2027-03-01' where customer_id = $1`, [
      customer.id,
    ])
    for (const accepted of [moving, restoring]) await run(receiptOf(accepted, customer))
    const [first, second] = mailsTo(customer.person.email)
    for (const part of ['Azure', 'Northwind']) expect(first?.text).toContain(part)
    for (const part of ['Intune', 'Dynamics 365']) expect(first?.text).not.toContain(part)
    for (const part of ['Azure', 'Northwind']) expect(second?.text).not.toContain(part)
    expect(second?.text).toContain('Dynamics 365')
  })
})

describe('relationship.declined', () => {
  const givenDecline = async (partnerTold: boolean) => {
    const partner = await givenPartner(database.api)
    const customer = await givenCustomer(database.api, { legalName: 'Contoso' })
    const id = newId()
    const linkId = partner.links.plain
    await asTenant(
      database.api,
      { organisationId: customer.id, audience: 'customer', personId: customer.person.id, linkId },
      (db) =>
        insertDecline(
          db,
          {
            id,
            customerId: customer.id,
            link: { id: linkId, partnerId: partner.id, providerId: null },
            declinedBy: customer.person.id,
            partnerTold,
          },
          new Date('2027-03-01T10:00:00Z'),
        ),
    )
    const data = { customerId: customer.id, partnerId: partner.id, declineId: id }
    return { partner, job: { id: newId(), name: 'relationship.declined' as const, data } }
  }

  test('U-02 is in the partner’s log once when the customer tells the partner', async () => {
    const { partner, job } = await givenDecline(true)
    await run(job)
    await run(job)
    expect(await outcomesOf(partner.id)).toMatchObject([
      { id: job.id, kind: 'declined', customer_name: 'Contoso' },
    ])
  })

  test('stays hidden from the partner when the customer does not', async () => {
    const { partner, job } = await givenDecline(false)
    await run(job)
    expect(await outcomesOf(partner.id)).toEqual([])
  })

  test('never reaches a partner other than the declined one', async () => {
    const { job } = await givenDecline(true)
    const rival = await givenPartner(database.api)
    await run({ ...job, data: { ...job.data, partnerId: rival.id } })
    expect(await outcomesOf(rival.id)).toEqual([])
  })
})
