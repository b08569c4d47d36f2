import { newId } from '@entente/db/core/new-id'
import { asTenant } from '@entente/db/core/scopes'
import { requestProvisioning } from '@entente/db/customer/provisioning'
import { givenCustomer, givenPartner } from '@entente/db/testing/fixtures'
import type { CustomerUserFacts } from '@entente/domain/customer/customer-user'
import type { ProvisioningKind, ProvisioningOutcome } from '@entente/domain/customer/provisioning'
import { expect, test } from 'vitest'
import { givenAcceptance } from '../testing/given.ts'
import { openStage } from '../testing/index.ts'
import { provision } from './jobs/customer-provision.ts'

const { database, tools } = await openStage()
const partner = await givenPartner(database.api)
const customer = await givenCustomer(database.api)
// The partner holds no privileges any more: what it had asked for before still ends.
const { relationshipId } = await givenAcceptance(database, { partner, customer })
const relationship = { id: relationshipId, partnerId: partner.id, customerId: customer.id }
const done: ProvisioningOutcome = { state: 'success', externalId: 'cloud-1' }
const refused: ProvisioningOutcome = { state: 'failed', code: 'no_capacity' }

async function givenUser(status: string) {
  const id = newId<'customer_user'>()
  await database.asOwner(
    `insert into customer_user (id, customer_id, user_name, display_name, status, created_at, changed_at)
      values ($1, $2, $1::uuid || '@contoso.example', 'Ada', $3, now(), now())`,
    [id, customer.id, status],
  )
  return id
}

/** Has a wish about a user carried out with this outcome. */
async function carriedOut(
  subject: string,
  kind: ProvisioningKind,
  outcome: ProvisioningOutcome,
  payload = {},
) {
  const tenant = { organisationId: partner.id, audience: 'partner', personId: null } as const
  const id = await asTenant(database.api, tenant, (db) =>
    requestProvisioning(db, { relationship, kind, subject, payload }, new Date()),
  )
  const provisioner = { ...tools.provisioner, order: async () => outcome }
  const job = { partnerId: partner.id, customerId: customer.id, provisioningId: id, attempt: 0 }
  await provision({ ...tools, provisioner }, job)
  const [user] = await database.asOwner(
    'select status, display_name, external_id, refusal from customer_user where id = $1',
    [subject],
  )
  return user
}

test('R-151 §4.4 a user is there once the cloud made it, also after the privileges are gone', async () => {
  expect(await carriedOut(await givenUser('creating'), 'user.create', done)).toMatchObject({
    ...{ status: 'active', external_id: 'cloud-1', refusal: null },
  })
})

test('§4.4 a user that the cloud refuses is refused for good, with its word', async () => {
  const id = await givenUser('creating')
  expect(await carriedOut(id, 'user.create', refused)).toMatchObject({
    status: 'refused',
    refusal: 'no_capacity',
  })
})

test('§4.4 a refused change is taken back', async () => {
  const id = await givenUser('active')
  const before: CustomerUserFacts = {
    ...{ displayName: 'Augusta', roles: [], status: 'disabled', formerStatus: null, deletedAt: null },
  }
  const after: CustomerUserFacts = { ...before, displayName: 'Ada', status: 'active' }
  expect(await carriedOut(id, 'user.update', refused, { before, after })).toMatchObject({
    ...{ status: 'disabled', display_name: 'Augusta', refusal: 'no_capacity' },
  })
})
