import { newId } from '@entente/db/core/new-id'
import { givenCustomer, givenPartner, givenPerson } from '@entente/db/testing/fixtures'
import type { Job } from '@entente/queue/jobs'
import { beforeEach, describe, expect, test } from 'vitest'
import { openStage, sites } from '../testing/index.ts'

const { database, inbox, run } = await openStage()

beforeEach(async () => {
  inbox.mails.length = 0
  await database.asOwner('delete from outbox')
})

/** Takes the jobs out of the outbox, as the relay does. */
const takeOutbox = () => database.asOwner<Job>('delete from outbox returning id, name, data')

test.each(['partner', 'customer'] as const)(
  'a person of a %s is told that somebody else reset their second factor, and by whom',
  async (audience) => {
    const company = await (audience === 'partner' ? givenPartner : givenCustomer)(database.api)
    const person = await givenPerson(database.api, {
      ...{ organisationId: company.id, audience, roles: [audience === 'partner' ? 'sales_agent' : 'user'] },
    })
    const data = { organisationId: company.id, audience, membershipId: person.membershipId }
    const [byAdmin, byOperator] = ['global_admin', 'operator'] as const
    await run({ name: 'mail.second-factor-reset', data: { ...data, by: byAdmin } })
    await run({ name: 'mail.second-factor-reset', data: { ...data, by: byOperator } })
    expect(inbox.mails.map(({ envelope }) => envelope.to)).toEqual([[person.email], [person.email]])
    const [admins, operators] = inbox.mails.map(({ text = '' }) => text.replace(/\s+/g, ' '))
    expect(admins).toContain('A global admin of your organisation reset your second factor')
    expect(operators).toContain('reset your second factor')
    expect(operators).toContain('The operator of')
    expect(operators).toContain(`${sites[audience]}/sign-in`)
  },
)

test('D-08 a new role is told to its holder and to the global admins, with who gave it', async () => {
  const customer = await givenCustomer(database.api, { legalName: 'Contoso' })
  const person = await givenPerson(database.api, {
    ...{ organisationId: customer.id, audience: 'customer', roles: ['relationship_manager'] },
  })
  const data = {
    ...{ customerId: customer.id, membershipId: person.membershipId, by: customer.person.id },
    before: ['user' as const],
    role: 'relationship_manager' as const,
  }
  await run({ name: 'mail.role-changed', data: { ...data, accountId: person.id } })
  await run({ name: 'mail.role-changed', data: { ...data, accountId: customer.person.id } })
  expect(inbox.mails.map(({ envelope }) => envelope.to)).toEqual([[person.email], [customer.person.email]])
  const [own, admins] = inbox.mails.map(({ text = '' }) => text.replace(/\s+/g, ' '))
  expect(own).toContain('changed your role at Contoso')
  expect(own).toContain('Before: user. Now: relationship manager.')
  expect(admins).toContain(person.email)
  expect(admins).toContain(`${sites.customer}/people/${person.membershipId}`)
})

describe('requests to join', () => {
  const givenJoin = async () => {
    const customer = await givenCustomer(database.api, { legalName: 'Contoso' })
    const organisation = { organisationId: customer.id, audience: 'customer' as const }
    const second = await givenPerson(database.api, { ...organisation, roles: ['global_admin'] })
    await givenPerson(database.api, { ...organisation, roles: ['user'] })
    const person = await givenPerson(database.api, { ...organisation, roles: [], status: 'requested' })
    return { customer, second, person, data: { customerId: customer.id, membershipId: person.membershipId } }
  }

  test('every global admin is asked once', async () => {
    const { customer, second, person, data } = await givenJoin()
    const job = { id: newId(), name: 'membership.requested' as const, data }
    await run(job)
    await run(job)
    for (const mail of await takeOutbox()) await run(mail)
    const asked = inbox.mails.flatMap(({ envelope }) => envelope.to)
    expect(asked.sort()).toEqual([customer.person.email, second.email].sort())
    expect(inbox.mails[0]?.text).toContain(person.email)
    expect(inbox.mails[0]?.text?.split(/\r?\n/)).toContain(`${sites.customer}/people`)
  })

  test('once it is decided nobody is asked, and the person learns the decision', async () => {
    const { customer, person, data } = await givenJoin()
    await database.asOwner(`update auth.membership set status = 'active', roles = '{user}' where id = $1`, [
      person.membershipId,
    ])
    await run({ name: 'membership.requested', data })
    await run({ name: 'mail.join-requested', data: { ...data, accountId: customer.person.id } })
    expect(await takeOutbox()).toEqual([])
    expect(inbox.mails).toEqual([])
    await run({ name: 'mail.join-decided', data })
    expect(inbox.mails.map(({ envelope }) => envelope.to)).toEqual([[person.email]])
    expect(inbox.mails[0]?.text).toContain('Contoso')
  })
})
