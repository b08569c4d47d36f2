import { randomUUID } from 'node:crypto'
import { cloudOf } from '@entente/clouds/clouds'
import { cutAgain } from '@entente/db/core/cut-again'
import type { Id } from '@entente/domain/core/id'
import type { ReferralAct } from '@entente/domain/customer/referral'
import { expect, test } from 'vitest'
import { givenWorld, outcomesOf, refusalFrom } from '../../testing/index.ts'
import { givenProfile, referralTokenOf, referred } from '../../testing/referrals.ts'

const world = await givenWorld()
const once = () => ({ idempotencyKey: randomUUID() })
const visitor = () => world.caller().referrals
const asked = () => ({ ...referred, email: `ada@${randomUUID()}.example` })

/** A partner that shows its profile, with a global admin, and an operator. */
async function given() {
  const partner = await world.partner()
  const admin = await world.as(partner.person)
  await givenProfile(world, partner)
  const operator = await world.as(await world.operator())
  const refer = (change: object = {}) =>
    operator.operatorReferrals.refer({ ...asked(), partnerId: partner.id, ...change, ...once() })
  const act = (id: Id<'referral'>, what: ReferralAct) => admin.referrals.act({ id, act: what, ...once() })
  return { partner, admin, operator, refer, act }
}

const jobsOf = async (partnerId: Id<'organisation'>) =>
  (await world.jobsAbout(partnerId)).map(({ name }) => name).filter((name) => name.includes('referral'))
const actionsOf = async (id: Id<'organisation'>) =>
  (await world.auditOf(id)).map(({ action }) => action).filter((action) => action.startsWith('referral.'))

test('§4.11 M-17 what somebody asks in the directory reaches the partner once its mailbox confirms, and once', async () => {
  const { partner, admin } = await given()
  await visitor().ask({ ...asked(), partnerId: partner.id, ...once() })
  expect(await admin.referrals.list({})).toMatchObject({ referrals: [] })
  const token = await referralTokenOf(world, partner)
  expect(await visitor().askStatus({ token })).toEqual({ partner: partner.legalName, isConfirmed: false })
  const confirm = () => visitor().confirm({ token, ...once() })
  await outcomesOf(confirm(), confirm())
  await visitor().confirm({ token, ...once() })
  expect(await visitor().askStatus({ token })).toMatchObject({ isConfirmed: true })
  const { referrals } = await admin.referrals.list({ status: 'new', source: 'directory' })
  expect(referrals).toMatchObject([{ company: referred.company, country: 'DE', status: 'new' }])
  expect(await jobsOf(partner.id)).toEqual(['referral.waiting'])
  expect(await actionsOf(partner.id)).toEqual(['referral.created'])
})

test('§4.11 an address asks at most five times a day, and nobody asks a partner that is not in the directory', async () => {
  const { partner } = await given()
  const hidden = await world.partner()
  const form = asked()
  const ask = (partnerId: Id<'organisation'>) => visitor().ask({ ...form, partnerId, ...once() })
  expect(await refusalFrom(ask(hidden.id))).toEqual({ code: 'takes_no_referrals' })
  expect(await refusalFrom(visitor().partner({ partnerId: hidden.id }))).toEqual({ code: 'not_found' })
  expect(await visitor().partner({ partnerId: partner.id })).toEqual({ legalName: partner.legalName })
  for (let count = 0; count < 4; count += 1) await ask(partner.id)
  expect(await refusalFrom(ask(partner.id))).toMatchObject({ code: 'too_many_attempts' })
})

test('§4.11 R-168 the partner reads who asks from its acceptance on, and winning adds no customer', async () => {
  const { partner, admin, refer, act } = await given()
  const { id } = await refer()
  expect(await admin.referrals.get({ id })).toMatchObject({ status: 'new', contact: null })
  expect(await refusalFrom(act(id, 'win'))).toEqual({ code: 'referral_state' })
  expect(await act(id, 'accept')).toEqual({ status: 'active' })
  expect(await admin.referrals.get({ id })).toMatchObject({ contact: { name: 'Ada Lovelace' } })
  expect(await act(id, 'win')).toEqual({ status: 'won' })
  expect(await refusalFrom(act(id, 'lose'))).toEqual({ code: 'referral_state' })
  expect(await admin.customers.list({})).toMatchObject({ customers: [] })
  expect(await actionsOf(partner.id)).toEqual(['referral.created', 'referral.accepted', 'referral.won'])
  expect(await jobsOf(partner.id)).toEqual(['referral.waiting'])
})

test('§4.11 referrals are found by the words of the company, by the partner and by the operator', async () => {
  const { admin, operator, refer } = await given()
  const name = `Zephyr${randomUUID().slice(0, 8)}`
  const { id } = await refer({ company: `Hôtel ${name} SARL` })
  await refer()
  const found = ({ referrals }: { referrals: { id: string }[] }) => referrals.map((row) => row.id)
  for (const search of [name.toLowerCase(), `hotel ${name.slice(0, 5)}`])
    expect(found(await admin.referrals.list({ search }))).toEqual([id])
  expect(found(await operator.operatorReferrals.list({ search: name }))).toEqual([id])
  expect(found(await admin.referrals.list({ search: 'nowhere' }))).toEqual([])
  // One from before the search had words, which the indexer cuts.
  await world.asOwner('update referral set terms = null, terms_version = 0 where id = $1', [id])
  expect(found(await admin.referrals.list({ search: name }))).toEqual([])
  await cutAgain(world.worker, 1000)
  expect(found(await admin.referrals.list({ search: name, status: 'new' }))).toEqual([id])
  const rival = await world.as((await world.partner()).person)
  expect(found(await rival.referrals.list({ search: name }))).toEqual([])
})

test('§4.11 of two answers at once one counts, and a decline is mailed (M-18)', async () => {
  const { partner, refer, act } = await given()
  const { id } = await refer()
  const outcomes = await outcomesOf(act(id, 'accept'), act(id, 'decline'))
  expect(outcomes.toSorted()).toEqual(['done', 'referral_state'])
  const second = await refer()
  await act(second.id, 'decline')
  expect((await jobsOf(partner.id)).filter((name) => name === 'mail.referral-closed').length).toBeGreaterThan(
    0,
  )
})

test('§4.11 after 14 days nothing is answered, also before the worker closes it', async () => {
  const { partner, refer } = await given()
  const { id } = await refer()
  world.clock.forward({ minutes: 14 * 1440 + 1 })
  const later = await world.as(partner.person)
  expect((await later.referrals.list({ status: 'expired' })).referrals).toMatchObject([
    { id, status: 'expired' },
  ])
  expect(await refusalFrom(later.referrals.act({ id, act: 'accept', ...once() }))).toEqual({
    code: 'referral_expired',
  })
})

test('R-166 a provider refers a customer to its reseller, reads what became of it, and not after their partnership ended', async () => {
  const provider = await world.partner({ kind: 'indirect_provider' })
  const reseller = await world.partner({ kind: 'indirect_reseller' })
  const [giver, taker] = [await world.as(provider.person), await world.as(reseller.person)]
  await world.partnership({ provider, reseller })
  const [{ id: partnershipId } = { id: '' }] = (await giver.partnerships.list({})).partnerships
  const refer = () => giver.referrals.refer({ ...asked(), partnershipId, ...once() })
  const { id } = await refer()
  expect((await taker.referrals.list({})).referrals).toMatchObject([{ id, otherName: provider.legalName }])
  expect((await giver.referrals.list({})).referrals).toEqual([])
  expect((await giver.referrals.list({ side: 'sent' })).referrals).toMatchObject([
    { id, otherName: reseller.legalName },
  ])
  // Only the reseller answers.
  expect(await refusalFrom(giver.referrals.act({ id, act: 'accept', ...once() }))).toEqual({
    code: 'not_found',
  })
  await taker.referrals.act({ id, act: 'decline', ...once() })
  expect(await giver.referrals.get({ id, side: 'sent' })).toMatchObject({ status: 'declined' })
  expect(await actionsOf(provider.id)).toEqual(['referral.created', 'referral.declined'])
  expect(await actionsOf(reseller.id)).toEqual(['referral.created', 'referral.declined'])
  expect(
    await refusalFrom(
      (await world.as((await world.partner({ kind: 'indirect_provider' })).person)).referrals.refer({
        ...{ ...asked(), partnershipId, ...once() },
      }),
    ),
  ).toEqual({ code: 'not_found' })
  await world.endPartnerships(provider)
  expect(await refusalFrom(refer())).toEqual({ code: 'partnership_missing' })
})

test('D-04 §4.11 US Government has no referrals, for anybody', async () => {
  const partner = await world.partner()
  const us = { cloud: cloudOf('us-government') }
  const admin = world.caller({ ...us, token: await world.tokenFor(partner.person) })
  const operator = world.caller({ ...us, token: await world.tokenFor(await world.operator()) })
  const off = { code: 'feature_off' }
  const form = { ...asked(), partnerId: partner.id, ...once() }
  expect(await refusalFrom(world.caller(us).referrals.ask(form))).toEqual(off)
  expect(await refusalFrom(admin.referrals.list({}))).toEqual(off)
  expect(await refusalFrom(operator.operatorReferrals.refer(form))).toEqual(off)
})
