import { randomUUID } from 'node:crypto'
import { attestationVersion } from '@entente/domain/core/attestation'
import { authorizing, tokenOf } from '@entente/trpc/testing'
import {
  acceptanceWith,
  added,
  agent,
  type Entries,
  foreign,
  once,
  ours,
  partnership,
  relationshipId,
  world,
} from './tenants.ts'

/** The input of a partner that removes a customer of ours. */
async function removal() {
  const { person, legalName: typedName } = await world.customer()
  const { relationshipId: id } = await (await world.as(person)).invitation.accept(authorizing(tokenOf(ours)))
  return { id, typedName, attestation: { given: true, version: attestationVersion }, ...once() }
}

/** An import of ours, with a row that is at fault. */
async function importedIn(state: 'uploaded' | 'checked') {
  const file = Buffer.from('email\nada at contoso\n').toString('base64')
  const { id } = await agent.customerImports.upload({ kind: 'invite', fileName: 'a.csv', file, ...once() })
  await world.asOwner('update customer_import set state = $2 where id = $1', [id, state])
  await world.asOwner(`update customer_import_row set state = 'bad' where import_id = $1`, [id])
  return id
}
const newCustomer = () => ({
  ...{ legalName: 'Fabrikam SA', country: 'FR', adminName: 'Ada Roy' },
  tenant: `f${randomUUID().slice(0, 8)}`,
})
/** A customer that we added, by its relationship. */
const addedByUs = async () => (await agent.addedCustomers.add({ ...newCustomer(), ...once() })).id
const agreed = {
  ...{ firstName: 'Ada', lastName: 'Roy', email: 'ada@contoso.example', agreedOn: '2026-01-31' },
  version: world.services.cloud.agreements.customer.version,
}

export const customers: Entries = {
  'customers.list': { gate: 'customers.view', input: () => ({}) },
  'customers.page': { gate: 'customers.view', input: () => ({}) },
  'customers.listShared': {
    gate: 'customers.view',
    input: () => ({ partnership: partnership.id }),
    id: { at: 'partnership', owner: ours.id },
  },
  'customerExports.ask': { gate: 'customers.view', input: () => ({ columns: ['domain'], ...once() }) },
  'customerExports.latest': { gate: 'customers.view' },
  // Nothing is written here without a worker.
  'customerExports.part': { gate: 'customers.view', input: () => ({}), answer: () => '404 not_found' },
  'customerLabels.get': {
    gate: 'customers.label',
    input: () => ({ ids: [relationshipId] }),
    id: { at: 'ids', owner: ours.id },
  },
  'customerLabels.save': {
    gate: 'customers.label',
    input: () => ({ ids: [relationshipId], add: ['vip'], ...once() }),
    id: { at: 'ids', owner: ours.id },
  },
  'customerLabels.tagMatching': { gate: 'customers.label', input: () => ({ add: ['vip'], ...once() }) },
  'customerViews.list': { gate: 'customers.view' },
  'customerViews.save': {
    gate: 'customers.view',
    input: () => ({ name: `Mine ${randomUUID().slice(0, 8)}`, query: 'country=DE', ...once() }),
  },
  'customerViews.delete': {
    gate: 'customers.view',
    // A view is one person's alone.
    input: () => ({ id: randomUUID(), ...once() }),
    answer: () => '404 not_found',
  },
  'customers.counter': { gate: 'customers.view' },
  'customers.summary': { gate: 'customers.view' },
  'customers.get': {
    gate: 'customers.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'customerServices.open': {
    gate: 'customer_services.open',
    input: () => ({ id: relationshipId, service: 'azure', ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'customers.history': {
    gate: 'customers.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'customers.receipt': {
    gate: 'customers.view',
    input: async () => ({ id: relationshipId, acceptance: await acceptanceWith(ours.id) }),
    id: { at: 'id', owner: ours.id },
  },
  'customerRemoval.review': {
    gate: 'customers.remove',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'customerRemoval.remove': {
    gate: 'customers.remove',
    input: removal,
    id: { at: 'id', owner: ours.id },
  },
  'ownPrivileges.list': { gate: 'admin_grants.view', input: () => ({}) },
  'ownPrivileges.review': {
    gate: 'admin_grants.view',
    input: () => ({ ids: [relationshipId] }),
    id: { at: 'ids', owner: ours.id },
  },
  'ownPrivileges.giveUp': {
    gate: 'admin_grants.give_up',
    // A service that nobody offers: nothing is given up here.
    input: () => ({
      ...{ customers: [{ id: relationshipId, services: ['nothing'] }], tellsCustomers: false, ...once() },
    }),
    answer: ({ tenant }) => (tenant === foreign.id ? '404 not_found' : '422 services_invalid'),
  },
  'formerCustomers.list': { gate: 'customers.view', input: () => ({}) },
  'knownCustomers.count': { gate: 'directory.manage' },
  'knownCustomers.import': {
    gate: 'directory.manage',
    input: () => ({
      file: Buffer.from('partner_id,organisation,country,domain\n').toString('base64'),
      ...once(),
    }),
  },
  'customerImports.list': { gate: 'customers.import' },
  'customerImports.upload': {
    gate: 'customers.import',
    input: () => ({
      ...{ kind: 'invite', fileName: 'a.csv', file: Buffer.from('email\na@b.example\n').toString('base64') },
      ...once(),
    }),
  },
  'customerImports.get': {
    gate: 'customers.import',
    input: async () => ({ id: await importedIn('checked') }),
    id: { at: 'id', owner: ours.id },
  },
  'customerImports.rows': {
    gate: 'customers.import',
    input: async () => ({ id: await importedIn('checked') }),
    id: { at: 'id', owner: ours.id },
  },
  'customerImports.map': {
    gate: 'customers.import',
    input: async () => ({
      id: await importedIn('uploaded'),
      mapping: { email: 0 },
      language: 'en',
      ...once(),
    }),
    id: { at: 'id', owner: ours.id },
  },
  'customerImports.mend': {
    gate: 'customers.import',
    input: async () => ({
      id: await importedIn('checked'),
      row: 1,
      values: { email: 'a@b.example' },
      ...once(),
    }),
    id: { at: 'id', owner: ours.id },
  },
  'customerImports.take': {
    gate: 'customers.import',
    input: async () => ({ id: await importedIn('checked'), ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerImports.cancel': {
    gate: 'customers.import',
    input: async () => ({ id: await importedIn('checked'), ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'addedCustomers.form': { gate: 'customers.add' },
  'addedCustomers.add': { gate: 'customers.add', input: () => ({ ...newCustomer(), ...once() }) },
  'addedCustomers.firstAdmin': {
    gate: 'customers.add',
    input: async () => ({ id: await addedByUs() }),
    id: { at: 'id', owner: ours.id },
  },
  'addedCustomers.firstPassword': {
    gate: 'customers.add',
    input: async () => ({ id: await addedByUs(), ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerAgreement.get': {
    gate: 'customer_agreement.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'customerAgreement.attest': {
    gate: 'customer_agreement.attest',
    input: async () => ({ id: await added(), ...agreed, ...once() }),
    id: { at: 'id', owner: ours.id },
  },
}
