import { randomUUID } from 'node:crypto'
import { instanceChain } from '@entente/db/core/audit'
import { expect, test } from 'vitest'
import { authorizing, givenWorld, refusalFrom, tokenOf } from '../../testing/index.ts'

const world = await givenWorld()
const { partner: agreement, customer: customerAgreement } = world.services.cloud.agreements
const admin = await world.as(await world.operator(undefined, 'operator_admin'))
const press = (partnerVersion: string | null = agreement.version, customerVersion: string | null = null) => ({
  ...{ partnerVersion, customerVersion, idempotencyKey: randomUUID() },
})

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
  expect(await admin.operatorAgreements.ask(asked)).toEqual({ partners: 1, customers: 0 })
  expect(await admin.operatorAgreements.ask(asked)).toEqual({ partners: 1, customers: 0 })
  expect(await mailed()).toEqual([late.id])
  expect((await admin.operatorAgreements.get()).partner).toMatchObject({ due: 1, asked: 1 })

  // Another press asks only those that were not asked, and nobody who signed.
  const later = await givenSigned('2019-01')
  expect(await admin.operatorAgreements.ask(press())).toEqual({ partners: 1, customers: 0 })
  expect(await admin.operatorAgreements.ask(press())).toEqual({ partners: 0, customers: 0 })
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

/** A customer that authorised a partner under a version. */
async function givenAccepted(version: string) {
  const customer = await world.customer()
  await (await world.as(customer.person)).invitation.accept(authorizing(tokenOf(await world.partner())))
  await world.asOwner('update acceptance set version = $2 where customer_id = $1', [customer.id, version])
  return customer
}

test('D-10 the worker is left to ask the customers, once at a time, and a customer that signs itself counts at once', async () => {
  const [late] = [await givenAccepted('2018-01'), await givenAccepted(customerAgreement.version)]
  expect((await admin.operatorAgreements.get()).customer).toMatchObject({ due: 1, asked: 0, running: null })
  const both = () => press(agreement.version, customerAgreement.version)
  expect(
    (await Promise.all([admin.operatorAgreements.ask(both()), admin.operatorAgreements.ask(both())]))
      .map(({ customers }) => customers)
      .toSorted(),
  ).toEqual([0, 1])
  const askings = await world.asOwner<{ id: string; total: number }>('select id, total from agreement_asking')
  expect(askings).toMatchObject([{ total: 1 }])
  const jobs = await world.jobsAbout(askings[0]?.id ?? '')
  expect(jobs).toEqual([{ name: 'agreement.ask-customers', data: { askingId: askings[0]?.id } }])
  expect((await admin.operatorAgreements.get()).customer.running).toEqual({ total: 1, customers: 0 })
  const records = (await world.auditOf(instanceChain)).filter(({ payload }) => 'customers' in payload)
  expect(records.map(({ action, payload }) => [action, payload])).toEqual([
    [
      'agreement.asked',
      { agreement: customerAgreement.name, version: customerAgreement.version, customers: 1 },
    ],
  ])

  const accepted = { accepted: true, version: customerAgreement.version, idempotencyKey: randomUUID() }
  await (await world.as(late.person)).agreementRenewal.accept(accepted)
  expect((await admin.operatorAgreements.get()).customer).toMatchObject({
    due: 0,
    signed: expect.arrayContaining([
      expect.objectContaining({ version: customerAgreement.version, newest: 3 }),
      expect.objectContaining({ version: '2018-01', signed: 1, newest: 0 }),
    ]),
  })
})

test('§5.4 only an operator admin asks, for the version that is the newest', async () => {
  for (const old of [press('2001-01'), press(null, '2001-01')])
    expect(await refusalFrom(admin.operatorAgreements.ask(old))).toEqual({ code: 'agreement_changed' })
  expect(await refusalFrom(admin.operatorAgreements.ask(press(null, null)))).toMatchObject({
    code: 'invalid_input',
  })
  const auditor = await world.as(await world.operator(undefined, 'auditor'))
  expect((await auditor.operatorAgreements.get()).partner.current).toEqual(agreement)
  expect(await refusalFrom(auditor.operatorAgreements.ask(press()))).toMatchObject({
    code: 'missing_permission',
  })
})
