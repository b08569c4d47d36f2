import { randomUUID } from 'node:crypto'
import { instanceChain } from '@entente/db/core/audit'
import { expect, test } from 'vitest'
import { authorizing, givenWorld, refusalFrom, tokenOf } from '../../testing/index.ts'

const world = await givenWorld()
const { partner: agreement, customer: customerAgreement } = world.services.cloud.agreements
const admin = await world.as(await world.operator(undefined, 'operator_admin'))
const press = (version = agreement.version) => ({ version, idempotencyKey: randomUUID() })

/** A partner that signed versions of the agreement, the first one first. */
async function givenSigned(...versions: string[]) {
  const partner = await world.partner()
  for (const [at, version] of versions.entries())
    await world.asOwner(
      `insert into partner_agreement (id, organisation_id, account_id, legal_name, signer_name, name, version, signed_at)
        values (gen_random_uuid(), $1, $2, 'X', 'Ada', $3, $4, now() - $5 * interval '1 day')`,
      [partner.id, partner.person.id, agreement.name, version, 100 - at],
    )
  return partner
}
const mailed = async () =>
  (
    await world.asOwner<{ id: string }>(
      `select data ->> 'partnerId' as id from outbox where name = 'mail.agreement-due' order by id`,
    )
  ).map(({ id }) => id)

test('R-106 the versions of the partner agreement say how many signed them, and of how many they are the newest', async () => {
  const [late, current] = [await givenSigned('2018-01'), await givenSigned('2018-01', agreement.version)]
  // The operator set this one up, and knows what it signed.
  await world.partner()
  const { partner } = await admin.operatorAgreements.get()
  expect(partner.current).toEqual(agreement)
  expect(partner.signed).toMatchObject([
    { name: agreement.name, version: agreement.version, signed: 1, newest: 1 },
    { name: agreement.name, version: '2018-01', signed: 2, newest: 1 },
  ])
  expect(partner).toMatchObject({ due: 1, asked: 0, askedAt: null })

  const asked = press()
  expect(await admin.operatorAgreements.askPartners(asked)).toEqual({ asked: 1 })
  expect(await admin.operatorAgreements.askPartners(asked)).toEqual({ asked: 1 })
  expect(await mailed()).toEqual([late.id])
  expect((await admin.operatorAgreements.get()).partner).toMatchObject({ due: 1, asked: 1 })

  // Another press asks only those that were not asked, and nobody who signed.
  const later = await givenSigned('2019-01')
  expect(await admin.operatorAgreements.askPartners(press())).toEqual({ asked: 1 })
  expect(await admin.operatorAgreements.askPartners(press())).toEqual({ asked: 0 })
  expect((await mailed()).toSorted()).toEqual([late.id, later.id].toSorted())
  expect(await mailed()).not.toContain(current.id)
  const records = (await world.auditOf(instanceChain)).filter(({ action }) => action === 'agreement.asked')
  expect(records.map(({ payload }) => payload)).toEqual(
    Array(2).fill({ agreement: agreement.name, version: agreement.version, partners: 1, mails: 1 }),
  )
})

test('R-031 each customer counts once in each version that it accepted', async () => {
  const customer = await world.customer()
  for (const partner of [await world.partner(), await world.partner()])
    await (await world.as(customer.person)).invitation.accept(authorizing(tokenOf(partner)))
  const { signed } = (await admin.operatorAgreements.get()).customer
  expect(signed).toMatchObject([
    { name: customerAgreement.name, version: customerAgreement.version, signed: 1, newest: 1 },
  ])
})

test('§5.4 only an operator admin asks, for the version that is the newest', async () => {
  expect(await refusalFrom(admin.operatorAgreements.askPartners(press('2001-01')))).toEqual({
    code: 'agreement_changed',
  })
  const auditor = await world.as(await world.operator(undefined, 'auditor'))
  expect((await auditor.operatorAgreements.get()).partner.current).toEqual(agreement)
  expect(await refusalFrom(auditor.operatorAgreements.askPartners(press()))).toMatchObject({
    code: 'missing_permission',
  })
})
