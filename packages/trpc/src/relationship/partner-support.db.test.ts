import { asTenant } from '@entente/db/core/scopes'
import { findSupport } from '@entente/db/identity/partner-support'
import { expect, test } from 'vitest'
import { authorizing, givenWorld, tokenOf } from '../../testing/index.ts'

const world = await givenWorld()
const support = { email: 'help@fabrikam.test', phone: '+41445550100', website: 'https://help.fabrikam.test/' }

async function givenPartnerWithSupport() {
  const partner = await world.partner()
  await world.asOwner(
    `update partner_profile set support_email = $2, support_phone = $3, support_website = $4 where organisation_id = $1`,
    [partner.id, support.email, support.phone, support.website],
  )
  return partner
}

test('what a partner tells its customers stands on its invitation, in its receipt and in its row', async () => {
  const partner = await givenPartnerWithSupport()
  const customer = await world.customer()
  const admin = await world.as(customer.person)
  const token = tokenOf(partner)
  expect((await world.caller({ site: 'customer' }).invitation.card({ token })).partner.support).toEqual(
    support,
  )
  await admin.invitation.accept(authorizing(token))
  expect((await admin.invitation.review({ token })).partner.support).toEqual(support)
  expect((await admin.partnerRelationships.get({ partnerId: partner.id })).partner.support).toEqual(support)
})

test('a customer reads no support of a partner that it does not deal with', async () => {
  const partner = await givenPartnerWithSupport()
  const { id: organisationId } = await world.customer()
  const read = await asTenant(world.api, { organisationId, audience: 'customer', personId: null }, (db) =>
    findSupport(db, [partner.id]),
  )
  expect([...read]).toEqual([])
})
