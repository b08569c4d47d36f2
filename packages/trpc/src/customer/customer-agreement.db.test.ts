import { randomUUID } from 'node:crypto'
import { cloudOf } from '@entente/clouds/clouds'
import { asTenant } from '@entente/db/core/scopes'
import { customerAgreementHolds, findAgreementState } from '@entente/db/customer/customer-agreements'
import { addAsOwner } from '@entente/db/testing/rows'
import type { Id } from '@entente/domain/core/id'
import { expect, test } from 'vitest'
import {
  authorizing,
  cloud,
  givenWorld,
  grantAll,
  outcomesOf,
  refusalFrom,
  tokenOf,
} from '../../testing/index.ts'

const world = await givenWorld()
const once = () => ({ idempotencyKey: randomUUID() })
type Organisation = Awaited<ReturnType<typeof world.partner | typeof world.customer>>
const contact = { firstName: 'Ada', lastName: 'Sommer', email: 'ada@contoso.example', agreedOn: '2026-01-31' }
const stated = (id: Id<'relationship'>) => ({
  ...{ id, ...contact, version: cloud.agreements.customer.version, ...once() },
})

/** A customer that a partner has without an acceptance, as one that it added itself. */
async function given(kind: 'direct_bill' | 'indirect_provider' | 'indirect_reseller' = 'direct_bill') {
  const [partner, customer] = [await world.partner({ kind }), await world.customer()]
  const relationshipId = await addTo(partner, customer)
  return { partner, customer, relationshipId, agent: await world.as(partner.person) }
}

const addTo = (partner: Organisation, customer: Organisation) => addAsOwner(world, partner.id, customer.id)

const stateFor = (reader: Organisation, partner: Organisation, customer: Organisation) =>
  asTenant(
    world.api,
    { organisationId: reader.id, audience: 'links' in reader ? 'partner' : 'customer', personId: null },
    (db) => findAgreementState(db, { partnerId: partner.id, customerId: customer.id }),
  )

test('§4.13 M-11 an attestation opens the order gate, is in both chains, and mails the contact', async () => {
  const { partner, customer, relationshipId, agent } = await given()
  const holds = (where = cloud) =>
    asTenant(world.api, { organisationId: partner.id, audience: 'partner', personId: null }, (db) =>
      customerAgreementHolds(db, where, { partnerId: partner.id, customerId: customer.id }),
    )
  expect([await holds(), await holds(cloudOf('germany'))]).toEqual([false, true])
  const id = relationshipId
  expect(await agent.customerAgreement.get({ id })).toMatchObject({ state: 'none', isAttestable: true })
  await agent.customerAgreement.attest(stated(relationshipId))
  expect(await holds()).toBe(true)
  const seen = await agent.customerAgreement.get({ id })
  expect(seen).toMatchObject({ state: 'attested', isAttestable: false, signature: null })
  expect(seen.attestation).toMatchObject({ ...contact, agreement: cloud.agreements.customer.name })
  for (const { id: chain } of [partner, customer]) {
    const records = (await world.auditOf(chain)).filter(({ action }) => action === 'agreement.attested')
    expect(records).toHaveLength(1)
    expect(JSON.stringify(records)).not.toContain('ada@')
  }
  expect((await world.jobsAbout(partner.id)).map(({ name }) => name)).toEqual(['mail.agreement-attested'])
  // The customer signs later: both are kept, and the signature counts.
  const manager = await world.as(customer.person)
  await manager.invitation.accept(authorizing(tokenOf(partner, { withPrivileges: true }), grantAll))
  expect(await agent.customerAgreement.get({ id })).toMatchObject({
    ...{ state: 'signed', attestation: contact, signature: { agreement: cloud.agreements.customer.name } },
  })
  expect(await refusalFrom(agent.customerAgreement.attest(stated(relationshipId)))).toMatchObject({
    ...{ code: 'customer_agreement_known', state: 'signed' },
  })
})

test('§4.13 a customer that its partner served before signs with a plain link that changes nothing else, once', async () => {
  const { partner, customer, relationshipId, agent } = await given()
  const manager = await world.as(customer.person)
  const accept = () => manager.invitation.accept(authorizing(tokenOf(partner)))
  expect(await outcomesOf(accept(), accept())).toEqual(['done', 'done'])
  expect(await agent.customerAgreement.get({ id: relationshipId })).toMatchObject({
    ...{ state: 'signed', signature: { version: cloud.agreements.customer.version } },
  })
  for (const { id: chain } of [partner, customer])
    expect((await world.auditOf(chain)).map(({ action }) => action)).toEqual(['relationship.accepted'])
  expect((await world.jobsAbout(partner.id)).map(({ name }) => name)).toEqual(['relationship.accepted'])
  const { history } = await agent.customers.get({ id: relationshipId })
  expect(history.events.map(({ event }) => event)).toContain('granted')
  // A newer version is signed again.
  await world.asOwner(`update acceptance set version = 'older' where customer_id = $1`, [customer.id])
  await accept()
  expect(await world.auditOf(customer.id)).toHaveLength(2)
})

test('§4.13 two colleagues who attest at once do it once', async () => {
  const { relationshipId, agent } = await given('indirect_provider')
  const press = () => agent.customerAgreement.attest(stated(relationshipId))
  expect(await outcomesOf(press(), press())).toEqual(['customer_agreement_known', 'done'])
})

test('§4.13 a reseller cannot attest, and learns of its provider’s customers only what they share', async () => {
  const { partner: reseller, customer, relationshipId, agent } = await given('indirect_reseller')
  expect(await refusalFrom(agent.customerAgreement.attest(stated(relationshipId)))).toEqual({
    code: 'feature_off',
  })
  const provider = await world.partner({ kind: 'indirect_provider' })
  const ofProvider = await addTo(provider, customer)
  await (await world.as(provider.person)).customerAgreement.attest(stated(ofProvider))
  expect(await stateFor(reseller, provider, customer)).toBe('none')
  await world.partnership({ reseller, provider })
  expect(await stateFor(reseller, provider, customer)).toBe('attested')
  expect(await stateFor(reseller, reseller, customer)).toBe('none')
  const rival = await world.partner()
  expect(await stateFor(rival, provider, customer)).toBe('none')
  expect(await stateFor(customer, provider, customer)).toBe('attested')
  expect(await stateFor(await world.customer(), provider, customer)).toBe('none')
})

test('§5.1 a global admin reads the attestation and cannot make one', async () => {
  const { partner, relationshipId } = await given()
  const roles = ['global_admin'] as const
  const admin = await world.as(
    await world.person({ organisationId: partner.id, audience: 'partner', roles: [...roles] }),
  )
  expect(await admin.customerAgreement.get({ id: relationshipId })).toMatchObject({
    ...{ isAttestable: true, mayAttest: false },
  })
  expect(await refusalFrom(admin.customerAgreement.attest(stated(relationshipId)))).toMatchObject({
    code: 'missing_permission',
  })
})
