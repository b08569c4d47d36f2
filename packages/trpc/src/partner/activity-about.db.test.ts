import { randomUUID } from 'node:crypto'
import { removeAsOwner } from '@entente/db/testing/rows'
import { expect, test } from 'vitest'
import { contact, givenEnrolments } from '../../testing/enrolment.ts'
import { authorizing, type Caller, grantAll, tokenOf } from '../../testing/index.ts'

const given = await givenEnrolments()
const { world } = given
const once = () => ({ idempotencyKey: randomUUID() })

/** What the log says that each act was about, newest first. */
async function aboutOf(api: Caller) {
  const { entries } = await api.partnerAccount.activity({ limit: 500 })
  return (wanted: string) => entries.filter(({ action }) => action === wanted).map(({ about }) => about)
}

test('U-16 the log names the customer, the recipients and the request that an act is about', async () => {
  const partner = await world.partner()
  const agent = await world.as(partner.person)
  const customer = await world.customer({ legalName: 'Contoso Nord' })
  const admin = await world.as(customer.person)
  await admin.invitation.accept(authorizing(tokenOf(partner, { withPrivileges: true }), grantAll))
  await admin.partnerRelationships.removeRoles({ partnerId: partner.id, services: ['azure'], ...once() })

  const { templateVersion, language, subject, link, paragraphs } = await agent.relationshipRequest.draft({
    withPrivileges: false,
  })
  const draft = {
    ...{ templateVersion, language, subject, link, withPrivileges: false },
    paragraphs: paragraphs.map(({ key, text }) => ({ key, text })),
  }
  const recipients = ['ada@about.example', 'bob@about.example']
  const sent = await agent.relationshipRequest.send({ draft, recipients, ...once() })
  const [first] = sent.recipients
  await world.asOwner("update request_recipient set status = 'bounced' where id = $1", [first?.id])
  const again = { recipientId: first?.id as never, address: 'eve@about.example' }
  await agent.relationshipRequest.sendAgain({ ...again, ...once() })
  await agent.relationshipRequest.prepare({ draft, ...once() })

  const about = await aboutOf(agent)
  expect(about('relationship.accepted')).toEqual([['Contoso Nord']])
  expect(about('admin_grant.removed_by_customer')).toEqual([['Contoso Nord']])
  expect(about('relationship_request.sent')).toEqual([recipients])
  expect(about('relationship_request.sent_again')).toEqual([['eve@about.example']])
  expect(about('relationship_request.prepared')).toEqual([[subject]])
})

test('U-16 a record leads to its customer, user or request, and says what was refused', async () => {
  const partner = await world.partner()
  const agent = await world.as(partner.person)
  const customer = await world.customer({ legalName: 'Contoso West' })
  const accepted = await (await world.as(customer.person)).invitation.accept(authorizing(tokenOf(partner)))
  const { relationshipId } = accepted
  const roles = ['helpdesk_agent' as const]
  const helper = await world.person({ organisationId: partner.id, audience: 'partner', roles })
  await expect((await world.as(helper)).relationshipRequest.list({})).rejects.toThrow()

  const entryOf = async (action: string) => {
    const { entries } = await agent.partnerAccount.activity({ limit: 500 })
    return entries.find((entry) => entry.action === action)
  }
  expect(await entryOf('relationship.accepted')).toMatchObject({
    place: { of: 'customer', id: relationshipId },
  })
  expect(await entryOf('permission.refused')).toMatchObject({ permission: 'relationship_request.view_log' })
  // The record of a former customer can still be read.
  await removeAsOwner(world, relationshipId)
  expect(await entryOf('relationship.accepted')).toMatchObject({
    ...{ place: { of: 'customer', id: relationshipId }, about: ['Contoso West'] },
  })
})

test('U-16 the log names the colleague, the contact, the profile and the agreement', async () => {
  const company = await given.accepted()
  const { api } = company
  await api.users.setOwnAgentType({ agentType: 'admin_agent', ...once() })
  const { agreement } = await api.enrolment.get()
  const signing = { accepted: true as const, version: agreement.version, signer: 'Ada Roy' }
  await api.enrolment.signAgreement({ ...signing, ...once() })
  const email = `bob-${randomUUID().slice(0, 8)}@${company.email.split('@')[1]}`
  const { id } = await api.users.add({ name: 'Bob Ross', email, agentType: 'sales_agent', ...once() })
  await api.users.remove({ id, ...once() })

  const about = await aboutOf(api)
  expect(about('user.created')).toEqual([['Bob Ross']])
  expect(about('user.removed')).toEqual([['Bob Ross']])
  const { entries } = await api.partnerAccount.activity({ limit: 500 })
  expect(entries.find(({ action }) => action === 'user.created')?.place).toEqual({ of: 'user', id })
  expect(about('enrolment.contact_verified')).toEqual([[contact.email]])
  expect(about('enrolment.membership_linked')[0]?.[0]).toMatch(/^\d+$/)
  expect(about('enrolment.agreement_signed')).toEqual([[expect.stringContaining(agreement.version)]])
  expect(about('enrolment.submitted')).toEqual([[]])
})
