import { randomUUID } from 'node:crypto'
import { cloud } from '@entente/trpc/testing'
import { contact } from '@entente/trpc/testing/sites'
import { customer, type Entries, once, ours, personOf, withFactor, world } from './tenants.ts'

/** What the provisioner has not ended in time. */
async function hanging() {
  const id = randomUUID()
  await world.asOwner(
    `insert into provisioning (id, partner_id, customer_id, relationship_id, kind, subject, payload, requested_at)
    select $1, partner_id, customer_id, id, 'user.create', $1, '{}', now() - interval '1 day' from relationship
    where partner_id = $2 limit 1`,
    [id, ours.id],
  )
  return id
}

/** The input of an operator's act on a new partner. */
async function actOn(status: 'active' | 'suspended') {
  const { id, legalName: typedName } = await world.partner({ status })
  return { id, reason: 'Overdue', told: 'Please pay.', typedName, ...once() }
}

/** The input of an operator who thaws what another froze. */
async function thawing() {
  const act = await actOn('active')
  await world.asOwner('update organisation set privileges_frozen_at = now() where id = $1', [act.id])
  return act
}

/** The input of an operator who withdraws what another announced. */
async function announced() {
  const act = await actOn('active')
  await world.asOwner(
    `insert into deauthorisation_notice (id, partner_id, reason, ends_at, announced_at, announced_by)
    select gen_random_uuid(), $1, 'Overdue', now() + interval '100 days', now(), $2`,
    [act.id, ours.person.id],
  )
  return act
}

/** The input of an operator's act on a person of ours. */
const controlling = async () => ({
  ...{ id: (await personOf(ours.id, 'partner', 'sales_agent')).id, reason: 'Phished' },
  ...once(),
})

const asking = async () => ({
  ...{ id: (await withFactor(ours.id, 'partner', 'sales_agent')).id, reason: 'Phone stolen' },
  ...once(),
})

/** The input of an operator who settles another operator's request. */
async function asked() {
  const asker = await world.as(await world.operator('none', 'support_operator'))
  return { id: (await asker.operatorRequests.askReset(await asking())).id, ...once() }
}

async function deadLetter(): Promise<string> {
  const id = randomUUID()
  await world.asOwner(
    `insert into outbox (id, name, data, created_at, relayed_at, failed_at, failure)
    values ($1, 'x', '{}', now(), now(), now(), 'x')`,
    [id],
  )
  return id
}

async function anyAuditId(): Promise<string | undefined> {
  const [row] = await world.asOwner<{ id: string }>('select id from audit_record limit 1')
  return row?.id
}

export const operator: Entries = {
  'operatorOverview.get': { gate: 'instance.overview' },
  'operatorQueues.get': { gate: 'instance.overview' },
  'operatorOverview.waiting': { gate: 'instance.overview' },
  'operatorDeadLetters.list': { gate: 'dead_letters.view', input: () => ({}) },
  'operatorDeadLetters.retry': {
    gate: 'dead_letters.retry',
    input: async () => ({ id: await deadLetter(), ...once() }),
  },
  'operatorProvisionings.list': { gate: 'provisionings.view', input: () => ({}) },
  'operatorProvisionings.retry': {
    gate: 'provisionings.retry',
    input: async () => ({ id: await hanging(), ...once() }),
  },
  'operatorPartners.list': { gate: 'partners.view', input: () => ({}) },
  'operatorPartners.get': { gate: 'partners.view', input: () => ({ id: ours.id }) },
  'operatorPartners.suspend': { gate: 'partners.suspend', input: () => actOn('active') },
  'operatorPartners.lift': { gate: 'partners.suspend', input: () => actOn('suspended') },
  'operatorPartners.freeze': { gate: 'partners.suspend', input: () => actOn('active') },
  'operatorPartners.thaw': { gate: 'partners.suspend', input: thawing },
  'operatorPartners.deauthorise': { gate: 'partners.deauthorise', input: () => actOn('active') },
  'operatorPartners.announceDeauthorisation': {
    gate: 'partners.deauthorise',
    input: async () => ({ ...(await actOn('active')), endsOn: '2999-01-31' }),
  },
  'operatorPartners.withdrawDeauthorisation': { gate: 'partners.deauthorise', input: announced },
  'operatorPartners.listProvider': {
    gate: 'partners.list_providers',
    input: () => actOn('active'),
    answer: () => '409 no_provider_entry',
  },
  'operatorPartners.unlistProvider': {
    gate: 'partners.list_providers',
    input: () => actOn('active'),
    answer: () => '409 not_listed',
  },
  'operatorPartners.revokeLink': {
    gate: 'links.revoke',
    input: async () => {
      const { links, legalName: typedName } = await world.partner()
      return { id: links.plain, version: 1, reason: 'Posted in public', typedName, ...once() }
    },
  },
  'operatorAccounts.find': { gate: 'accounts.view', input: () => ({ email: ours.person.email }) },
  'operatorAccounts.get': { gate: 'accounts.view', input: () => ({ id: ours.person.id }) },
  'operatorAgreements.get': { gate: 'instance.overview' },
  'operatorAgreements.ask': {
    gate: 'agreements.ask',
    input: () => ({
      partnerVersion: cloud.agreements.partner.version,
      customerVersion: cloud.agreements.customer.version,
      ...once(),
    }),
  },
  'operatorExports.get': { gate: 'tenants.export', input: () => ({ id: customer.id }) },
  'operatorExports.ask': {
    gate: 'tenants.export',
    input: () => ({ id: customer.id, reason: 'The customer leaves.', ...once() }),
  },
  // No worker writes it here.
  'operatorExports.part': {
    gate: 'tenants.export',
    input: () => ({ id: customer.id }),
    answer: () => '404 not_found',
  },
  'operatorCustomers.list': { gate: 'accounts.view', input: () => ({}) },
  'operatorCustomers.get': { gate: 'accounts.view', input: () => ({ id: customer.id }) },
  'operatorCustomers.endSessions': {
    gate: 'accounts.end_sessions',
    input: async () => ({ id: (await world.customer()).id, reason: 'Phished', ...once() }),
  },
  'operatorAccounts.endSessions': { gate: 'accounts.end_sessions', input: controlling },
  'operatorAccounts.suspend': { gate: 'accounts.suspend', input: controlling },
  'operatorAccounts.lift': {
    gate: 'accounts.suspend',
    input: async () => {
      const { id, ...press } = await controlling()
      await world.asOwner('update auth.account set suspended_at = now() where id = $1', [id])
      return { id, ...press }
    },
  },
  'operatorRequests.list': { gate: 'operator_requests.view' },
  'operatorRequests.askReset': { gate: 'operator_requests.ask', input: async () => asking() },
  'operatorRequests.confirm': { gate: 'operator_requests.confirm', input: asked },
  'operatorRequests.withdraw': { gate: 'operator_requests.ask', input: asked },
  'operatorUnusedGrants.list': { gate: 'unused_grants.view', input: () => ({}) },
  'operatorUnusedGrants.review': { gate: 'unused_grants.remove', input: () => ({ ids: [randomUUID()] }) },
  'operatorUnusedGrants.remove': {
    gate: 'unused_grants.remove',
    input: () => ({ ids: [randomUUID()], reason: 'Nobody uses it.', ...once() }),
    answer: () => '409 grant_in_use',
  },
  'operatorSettings.get': { gate: 'instance.settings' },
  'operatorSettings.setForeignLinks': {
    gate: 'instance.settings',
    input: () => ({ areAllowed: true, ...once() }),
  },
  'operatorSettings.setFourEyes': {
    gate: 'instance.settings',
    input: () => ({ isOn: false, reason: 'We are two', ...once() }),
  },
  'operatorSettings.setContact': {
    gate: 'instance.settings',
    input: () => ({ ...contact.operator, ...once() }),
  },
  'operatorAudit.list': { gate: 'audit.view', input: () => ({}) },
  'operatorAudit.get': { gate: 'audit.view', input: async () => ({ id: await anyAuditId() }) },
  'operatorAudit.chains': { gate: 'audit.verify', input: () => ({}) },
  'operatorAudit.verify': { gate: 'audit.verify', input: () => ({ chain: ours.id }) },
}
