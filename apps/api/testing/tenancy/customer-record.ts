import { randomUUID } from 'node:crypto'
import { newId } from '@entente/db/core/new-id'
import { authorizing, tokenOf } from '@entente/trpc/testing'
import { customer, type Entries, once, ours, relationshipId, world } from './tenants.ts'

/** A part of the customer's profile over what was saved last. */
async function profile(part: 'company' | 'billing', tenant: string | null = customer.id) {
  const [saved] = await world.asOwner<{ version: number }>(
    'select version from customer_profile where customer_id = $1 and part = $2',
    [tenant, part],
  )
  const address = { country: 'FR', line1: 'Quai 1', city: 'Nantes', postalCode: '44000' }
  const version = saved?.version ?? 0
  return { ...address, language: 'en', version, companyName: part === 'billing' ? 'Contoso' : '', ...once() }
}
const userFile = () => ({
  file: Buffer.from(`user name,name\n${randomUUID()}@contoso.example,Ada`).toString('base64'),
})

/** A subscription with seats, and a run that assigned some of them. */
async function licensed() {
  const id = randomUUID()
  await world.asOwner(
    `with sold as (insert into offer (id, code, name, service, seats_min, seats_max, self_service, imported_at)
      values ($1::uuid, 'code-' || $1::uuid, 'Basic', 'azure', 1, 100, false, now()))
    insert into subscription (id, relationship_id, customer_id, partner_id, offer_id, quantity, term, status, created_at,
      started_at, term_started_at) select $1::uuid, id, customer_id, partner_id, $1::uuid, 10, 'P1Y', 'active', now(), now(), now()
      from relationship where id = $2`,
    [id, relationshipId],
  )
  return id
}
async function licenceRun() {
  const id = randomUUID()
  await world.asOwner(
    `insert into licence_run (id, partner_id, customer_id, relationship_id, subscription_id, act, started_by, started_at,
      total, done, finished_at) select $1, partner_id, customer_id, id, $3, 'assign', $4, now(), 1, 1, now()
      from relationship where id = $2`,
    [id, relationshipId, await licensed(), ours.person.id],
  )
  return id
}

/** A user in the customer's directory. */
async function cloudUser() {
  const id = randomUUID()
  await world.asOwner(
    `insert into customer_user (id, customer_id, user_name, display_name, status, created_at, changed_at)
      values ($1, $2, $1::uuid || '@contoso.example', 'Ada', 'active', now(), now())`,
    [id, customer.id],
  )
  return id
}

/** A service request of ours about the customer, with an attachment. */
async function requested(status: 'open' | 'closed' = 'open') {
  const [request, note, document] = [newId(), newId(), newId()]
  await world.asOwner(
    `insert into service_request (id, relationship_id, customer_id, partner_id, service, severity, title, status, channel,
      requested_by, opened_at, changed_at, closed_at)
    values ($1, $2, $3, $4, 'azure', 'minimal', 'x', $5, 'portal', $6, now(), now(), case $5 when 'closed' then now() end)`,
    [request, relationshipId, customer.id, ours.id, status, ours.person.id],
  )
  await world.asOwner(
    `insert into service_request_note values ($1, $2, $3, 'opened', 'x', $4, null, now())`,
    [note, request, ours.id, ours.person.id],
  )
  await world.asOwner(
    `insert into service_request_document values ($1, $2, $3, $4, 'x.png', 'image/png', 1, '', $5)`,
    [document, note, request, ours.id, ours.person.id],
  )
  await world.asOwner('insert into service_request_document_content values ($1, $2, $3)', [
    ...[document, ours.id, Buffer.from('x')],
  ])
  return { request, document }
}
const requestOf = async () => ({ request: (await requested()).request })
const attachmentOf = async () => ({ document: (await requested()).document })
const inRequest = { severity: 'minimal', title: 'x', text: 'x' }

/** An operator opens requests about a customer that took its privileges away. */
async function called() {
  const { person } = await world.customer()
  const api = await world.as(person)
  const { relationshipId: about } = await api.invitation.accept(authorizing(tokenOf(ours)))
  return { ...inRequest, relationshipId: about, service: 'azure', caller: ours.person.email, ...once() }
}

export const customerRecord: Entries = {
  'customerLicences.list': {
    gate: 'customer_licences.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'customerLicences.get': {
    gate: 'customer_licences.view',
    input: async () => ({ id: relationshipId, subscriptionId: await licensed() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerLicences.start': {
    gate: 'customer_licences.assign',
    input: async () => ({
      ...{ id: relationshipId, subscriptionId: await licensed(), act: 'assign' },
      ...{ userIds: [await cloudUser()], ...once() },
    }),
    id: { at: 'id', owner: ours.id },
  },
  'customerLicences.progress': {
    gate: 'customers.view',
    input: async () => ({ id: relationshipId, runId: await licenceRun() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerLicences.results': {
    gate: 'customer_licences.view',
    input: async () => ({ id: relationshipId, runId: await licenceRun() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerLicences.cancel': {
    gate: 'customer_licences.assign',
    input: async () => ({ id: relationshipId, runId: await licenceRun(), ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerProfiles.get': {
    gate: 'customer_profile.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'customerProfiles.saveCompany': {
    gate: 'customer_profile.edit',
    input: async () => ({ id: relationshipId, ...(await profile('company')) }),
    id: { at: 'id', owner: ours.id },
  },
  'customerProfiles.saveBilling': {
    gate: 'customer_profile.edit_billing',
    input: async () => ({ id: relationshipId, ...(await profile('billing')) }),
    id: { at: 'id', owner: ours.id },
  },
  'ownProfile.get': { gate: 'own_profile.view' },
  'ownProfile.saveCompany': {
    gate: 'own_profile.edit',
    input: ({ tenant }) => profile('company', tenant),
  },
  'ownProfile.saveBilling': {
    gate: 'own_profile.edit',
    input: ({ tenant }) => profile('billing', tenant),
  },
  'customerUsers.list': {
    gate: 'customer_users.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'customerUsers.get': {
    gate: 'customer_users.view',
    input: async () => ({ id: relationshipId, userId: await cloudUser() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerUsers.create': {
    gate: 'customer_users.manage',
    input: () => ({
      ...{ id: relationshipId, userName: `${randomUUID()}@contoso.example`, displayName: 'Ada', ...once() },
    }),
    id: { at: 'id', owner: ours.id },
  },
  'customerUsers.checkFile': {
    gate: 'customer_users.manage',
    input: () => ({ id: relationshipId, ...userFile(), ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerUsers.createFromFile': {
    gate: 'customer_users.manage',
    input: () => ({ id: relationshipId, ...userFile(), ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerUsers.update': {
    gate: 'customer_users.manage',
    input: async () => ({ id: relationshipId, userId: await cloudUser(), displayName: 'Ada', ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerUsers.change': {
    gate: 'customer_users.manage',
    input: async () => ({ id: relationshipId, userId: await cloudUser(), act: 'disable', ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerUsers.resetPassword': {
    gate: 'customer_users.reset_password',
    input: async () => ({ id: relationshipId, userId: await cloudUser(), ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'serviceRequests.list': { gate: 'service_requests.view', input: () => ({ customer: relationshipId }) },
  'serviceRequests.services': {
    gate: 'service_requests.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'serviceRequests.get': {
    gate: 'service_requests.view',
    input: requestOf,
    id: { at: 'request', owner: ours.id },
  },
  'serviceRequests.document': {
    gate: 'service_requests.view',
    input: attachmentOf,
    id: { at: 'document', owner: ours.id },
  },
  'serviceRequests.open': {
    gate: 'service_requests.create',
    input: () => ({ id: relationshipId, service: 'azure', ...inRequest, ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'serviceRequests.reply': {
    gate: 'service_requests.answer',
    input: async () => ({ id: relationshipId, ...(await requestOf()), act: 'reply', text: 'x', ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'serviceRequests.reopen': {
    gate: 'service_requests.create',
    input: async () => {
      const { request } = await requested('closed')
      return { id: relationshipId, service: 'azure', request, text: 'x', ...once() }
    },
    id: { at: 'id', owner: ours.id },
  },
  'operatorServiceRequests.list': { gate: 'service_request_queue.view', input: () => ({}) },
  'operatorServiceRequests.get': { gate: 'service_request_queue.view', input: requestOf },
  'operatorServiceRequests.document': { gate: 'service_request_queue.view', input: attachmentOf },
  'operatorServiceRequests.takeOver': {
    gate: 'service_request_queue.handle',
    input: async () => ({ ...(await requestOf()), ...once() }),
  },
  'operatorServiceRequests.answer': {
    gate: 'service_request_queue.handle',
    input: async () => ({ ...(await requestOf()), act: 'ask', text: 'x', ...once() }),
  },
  'operatorServiceRequests.callers': {
    gate: 'service_request_queue.handle',
    input: () => ({ customerId: customer.id }),
  },
  'operatorServiceRequests.openByPhone': { gate: 'service_request_queue.handle', input: called },
}
