import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { authorizing, choosing, givenWorld, outcomesOf, refusalFrom, tokenOf } from '../../testing/index.ts'

const world = await givenWorld()
const once = () => ({ idempotencyKey: randomUUID() })
const quay = {
  language: 'de' as const,
  country: 'FR',
  line1: 'Quai 1',
  city: 'Nantes',
  postalCode: '44000',
  version: 0,
}
const billing = { ...quay, companyName: 'Contoso Invoices' }

/** A customer that gave one partner Azure, and is served by another without privileges. */
async function given() {
  const [partner, other, customer] = [await world.partner(), await world.partner(), await world.customer()]
  const admin = await world.as(customer.person)
  const { relationshipId: id } = await admin.invitation.accept(
    authorizing(tokenOf(partner, { withPrivileges: true }), choosing(['azure', 'grant'])),
  )
  const plain = await admin.invitation.accept(authorizing(tokenOf(other, { withPrivileges: false }), []))
  return {
    partner,
    customer,
    admin,
    id,
    agent: await world.as(partner.person),
    other,
    otherId: plain.relationshipId,
  }
}

test('R-027 both sides see and change the company and billing details, and the customer reads who did', async () => {
  const { id, agent, admin, customer, partner } = await given()
  await agent.customerProfiles.saveCompany({ id, ...quay, contactPhone: '02 40 00 00 01', ...once() })
  await admin.ownProfile.saveBilling({ ...billing, contactEmail: 'pay@contoso.example', ...once() })
  const own = await admin.ownProfile.get()
  expect(own).toMatchObject({
    company: { addressLine1: 'Quai 1', contactPhone: '+33240000001', language: 'de', version: 1 },
    billing: { companyName: 'Contoso Invoices', contactEmail: 'pay@contoso.example' },
    mayEdit: { company: true, billing: true },
  })
  expect(await agent.customerProfiles.get({ id })).toMatchObject({
    company: own.company,
    billing: own.billing,
  })
  const { entries } = await admin.accessLog.list({})
  expect(entries.map(({ act, person }) => [act, person])).toEqual([
    ['customer_profile.view', partner.person.name],
    ['customer_profile.edit', partner.person.name],
  ])
  const audited = await world.asOwner<{ organisation_id: string; action: string }>(
    `select organisation_id, action from audit_record where action like 'customer_profile.%changed'`,
  )
  expect(audited.map((one) => [one.organisation_id, one.action])).toEqual(
    expect.arrayContaining([
      [partner.id, 'customer_profile.changed'],
      [customer.id, 'customer_profile.changed'],
      [customer.id, 'customer_profile.billing_changed'],
    ]),
  )
})

test('R-027 of two people who save at once, one is told that the details changed', async () => {
  const { id, agent, admin } = await given()
  for (const version of [0, 1]) {
    const both = await outcomesOf(
      agent.customerProfiles.saveBilling({ id, ...billing, version, ...once() }),
      admin.ownProfile.saveBilling({ ...billing, version, ...once() }),
    )
    expect(both).toEqual(['customer_profile_changed', 'done'])
  }
})

test('§4.8 company details are closed without privileges, and with the request that takes them away', async () => {
  const { id, agent, admin, partner, other, otherId } = await given()
  await admin.ownProfile.saveCompany({ ...quay, ...once() })
  const stranger = await world.as(other.person)
  expect(await refusalFrom(stranger.customerProfiles.get({ id: otherId }))).toEqual({ code: 'not_granted' })
  await admin.partnerRelationships.removeRoles({ partnerId: partner.id, services: ['azure'], ...once() })
  for (const act of [
    () => agent.customerProfiles.get({ id }),
    () => agent.customerProfiles.saveCompany({ id, ...quay, version: 1, ...once() }),
    () => agent.customerProfiles.saveBilling({ id, ...billing, ...once() }),
  ])
    expect(await refusalFrom(act())).toEqual({ code: 'not_granted' })
})

test('§5.1 a helpdesk agent edits the company and not the billing details, and nobody moves a customer abroad', async () => {
  const { id, partner, agent } = await given()
  const roles = ['helpdesk_agent' as const]
  const helpdesk = await world.as(
    await world.person({ organisationId: partner.id, audience: 'partner', roles }),
  )
  await helpdesk.customerProfiles.saveCompany({ id, ...quay, ...once() })
  const refused = helpdesk.customerProfiles.saveBilling({ id, ...billing, ...once() })
  expect(await refusalFrom(refused)).toMatchObject({ code: 'missing_permission' })
  const abroad = { ...billing, country: 'DE', postalCode: '10115', city: 'Berlin' }
  expect(await refusalFrom(agent.customerProfiles.saveBilling({ id, ...abroad, ...once() }))).toEqual({
    code: 'country_not_allowed',
    country: 'DE',
  })
})
