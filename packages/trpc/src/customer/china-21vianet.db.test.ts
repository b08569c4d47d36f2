// The rules of the instance that 21Vianet operates, with its own data: two partners at one customer.
import { linkToken } from '@entente/auth/link-token'
import { cloudOf } from '@entente/clouds/clouds'
import { fixtureKid } from '@entente/db/testing/fixtures'
import type { Id } from '@entente/domain/core/id'
import { composeText } from '@entente/domain/relationship/relationship-request'
import { refusalText } from '@entente/i18n/refusal'
import { translatorFor } from '@entente/i18n/server'
import { expect, test } from 'vitest'
import { once } from '../../testing/applications.ts'
import {
  type Caller,
  type Customer,
  generousLimits,
  givenWorld,
  keyring,
  type Partner,
  refusalFrom,
} from '../../testing/index.ts'
import { importPriceList, offersOf, provisionAll } from '../../testing/subscriptions.ts'

const cloud = cloudOf('china-21vianet')
const world = await givenWorld({ limits: generousLimits })
world.services.cloud = cloud

const head = 'offer_id,name,service,add_on_of,min_seats,max_seats,self_service,term,currency,price'
const priceList = [
  head,
  ...['P1M,CNY,40', 'P1Y,CNY,400'].map((price) => `B1,Business Basic,microsoft-365,,1,300,no,${price}`),
  'S1,Business Standard,microsoft-365,,1,300,no,P1M,CNY,90',
  'A1,Audio Conferencing,microsoft-365,B1,1,300,no,P1M,CNY,0',
].join('\n')
await importPriceList(world, priceList)
const offers = await offersOf(world)
const offer = (code: string) => offers[code] as Id<'offer'>
const basic = { offerId: offer('B1'), term: 'P1M' as const, quantity: 10, unitPrice: 4000 }

const tokenOf = ({ links: { withPrivileges: id } }: Partner) =>
  linkToken(keyring.link, { cloud: cloud.id, kind: 'relationship', id, kid: fixtureKid, version: 1 })

/** The customer accepts the partner's link and lets every service move to it. */
async function accept(customer: Customer, partner: Partner) {
  const [{ invitation }, token] = [await world.as(customer.person), tokenOf(partner)]
  const { services } = await invitation.review({ token })
  const { relationshipId } = await invitation.accept({
    ...{ token, agreement: { accepted: true, version: cloud.agreements.customer.version }, ...once() },
    services: services.map(({ service, holder }) => ({
      ...{ service, choice: holder ? ('move' as const) : ('grant' as const), holderSeen: holder?.id ?? null },
    })),
  })
  return relationshipId
}

async function ordered(api: Caller, id: Id<'relationship'>) {
  const { subscriptionId } = await api.subscriptions.place({ id, ...basic, ...once() })
  await provisionAll(world)
  return subscriptionId
}

/** What an acceptance must not touch. */
const commercial = (customer: Customer) =>
  world.asOwner(
    `select to_jsonb(s) as row from subscription s where customer_id = $1
      union all select to_jsonb(o) from subscription_order o join subscription s on s.id = o.subscription_id
      where s.customer_id = $1 order by 1`,
    [customer.id],
  )

/** The first partner sold a subscription; then the customer accepted the second one's link and moved all privileges. */
async function given() {
  const customer = await world.customer({ country: 'CN' })
  const [seller, second] = [await world.partner(), await world.partner()]
  const sold = await accept(customer, seller)
  const [sellerApi, api] = [await world.as(seller.person), await world.as(second.person)]
  const subscriptionId = await ordered(sellerApi, sold)
  const before = await commercial(customer)
  const id = await accept(customer, second)
  return { customer, seller, second, sellerApi, api, sold, id, subscriptionId, before }
}

test('R-039 R-058 D-32 accepting gives relation, list entry and privileges, and touches no subscription', async () => {
  const { customer, api, id, before } = await given()
  const { customers } = await api.customers.list({})
  expect(customers).toMatchObject([{ id, name: customer.legalName }])
  expect((await api.customers.get({ id })).services.map(({ service }) => service)).toEqual(
    cloud.services.map(({ id: service }) => service),
  )
  expect(before.length).toBeGreaterThan(1)
  expect(await commercial(customer)).toEqual(before)
})

test('R-041 R-042 R-043 R-044 R-045 D-03 what another partner sold first is closed to it, in words that name no partner', async () => {
  const { seller, second, api, id, subscriptionId, customer, before } = await given()
  expect((await api.subscriptions.list({ id })).subscriptions).toEqual([])
  const at = { id, subscriptionId, version: 2 }
  const change = (what: Parameters<Caller['subscriptions']['change']>[0]['change']) => () =>
    api.subscriptions.change({ ...at, change: what, ...once() })
  const acts = [
    () => api.subscriptions.get({ id, subscriptionId }),
    change({ kind: 'quantity', quantity: 9, unitPrice: 4000 }),
    change({ kind: 'quantity', quantity: 11, unitPrice: 4000 }),
    change({ kind: 'transition', offerId: offer('S1'), unitPrice: 9000 }),
    change({ kind: 'migrate', term: 'P1Y', unitPrice: 40_000 }),
    change({ kind: 'partner_of_record', resellerId: second.id }),
    change({ kind: 'suspend' }),
    change({ kind: 'cancel' }),
    () =>
      api.subscriptions.place({
        ...{ id, ...basic, offerId: offer('A1'), unitPrice: 0, parentId: subscriptionId },
        ...once(),
      }),
  ]
  for (const act of acts) {
    const refusal = await refusalFrom(act())
    expect(refusal.code).toBe('not_found')
    for (const locale of cloud.locales) {
      const said = refusalText(translatorFor(locale), refusal)
      for (const { legalName } of [seller, second]) expect(said).not.toContain(legalName)
    }
  }
  expect(await commercial(customer)).toEqual(before)
})

test('R-059 its own subscriptions are fully manageable, and Azure is not sold through this channel', async () => {
  const { api, sellerApi, id, sold, subscriptionId } = await given()
  const own = await ordered(api, id)
  const changes = [
    { kind: 'quantity', quantity: 8, unitPrice: 4000 },
    { kind: 'quantity', quantity: 12, unitPrice: 4000 },
    { kind: 'migrate', term: 'P1Y', unitPrice: 40_000 },
    { kind: 'suspend' },
    { kind: 'resume' },
    { kind: 'cancel' },
  ] as const
  for (const change of changes) {
    const { version } = await api.subscriptions.get({ id, subscriptionId: own })
    await api.subscriptions.change({ id, subscriptionId: own, version, change, ...once() })
    await provisionAll(world)
  }
  expect(await api.subscriptions.get({ id, subscriptionId: own })).toMatchObject({
    ...{ state: 'canceled', quantity: 12, term: 'P1Y', isOwn: true },
  })
  // The seller of the first one manages it on, though its privileges moved.
  const { version } = await sellerApi.subscriptions.get({ id: sold, subscriptionId })
  const more = { kind: 'quantity' as const, quantity: 15, unitPrice: 4000 }
  await sellerApi.subscriptions.change({ id: sold, subscriptionId, version, change: more, ...once() })
  const azure = `${head}\nR1,Virtual machine,azure,,1,20,no,P1Y,CNY,800`
  expect(await importPriceList(world, azure)).toMatchObject({ offers: 0, faults: [{ column: 'service' }] })
  const { offers: shown } = await api.subscriptions.catalogue({ id })
  expect(shown.length).toBeGreaterThan(0)
  expect(shown.filter(({ service }) => service === 'azure')).toEqual([])
})

test('R-064 R-063 R-061 the seller supports the customer after every privilege was taken away', async () => {
  const { customer, seller } = await given()
  const admin = await world.as(customer.person)
  const supporters = async () =>
    (await admin.ownSubscriptions.list({})).subscriptions.map(({ support }) => support)
  const before = await supporters()
  expect(JSON.stringify(before)).toContain(seller.legalName)
  const { partners } = await admin.partnerRelationships.list({})
  const holders = partners.flatMap(({ id: partnerId, services }) =>
    services.filter(({ held }) => held).map(({ service }) => ({ service, partnerId })),
  )
  await admin.partnerRelationships.removeAllRoles({ holders, ...once() })
  expect(await supporters()).toEqual(before)
})

test('R-046 R-048 R-049 R-176 the request is in Chinese, its first two paragraphs are free, and a changed third one is refused', async () => {
  const api = await world.as((await world.partner()).person)
  const shown = await api.relationshipRequest.draft({})
  expect(shown).toMatchObject({ language: 'zh-CN', sendForMe: false, openInMailApp: false })
  const { text } = await api.requestDraft.preview({})
  expect(text).toBe(composeText(shown.paragraphs, shown.link))
  const { templateVersion, language, withPrivileges, subject, link } = shown
  const texts = shown.paragraphs.map(({ key, text }) => ({ key, text }))
  const saying = (words: Record<string, string>) => ({
    ...{ templateVersion, language, withPrivileges, subject, link },
    paragraphs: texts.map(({ key, text }) => ({ key, text: words[key] ?? text })),
  })
  const prepare = (draft: ReturnType<typeof saying>) => api.relationshipRequest.prepare({ draft, ...once() })
  await prepare(saying({ greeting: '', request: '我们是贵方的新伙伴。' }))
  expect(await refusalFrom(prepare(saying({ privileges: '改了' })))).toEqual({
    ...{ code: 'draft_paragraph_locked', paragraph: 3 },
  })
  const foreign = { ...saying({}), link: `${link}x` }
  expect((await refusalFrom(prepare(foreign))).code).toBe('draft_link_altered')
})

test('R-050 R-051 R-052 one link for all people of a partner and for every customer', async () => {
  const partner = await world.partner()
  const colleague = await world.person({
    ...{ organisationId: partner.id, audience: 'partner', roles: ['admin_agent'] },
  })
  const linkOf = async (person: typeof colleague) =>
    (await (await world.as(person)).relationshipRequest.draft({})).link
  const link = await linkOf(partner.person)
  expect(await linkOf(colleague)).toBe(link)
  const customers = [await world.customer({ country: 'CN' }), await world.customer({ country: 'CN' })]
  for (const customer of customers) await accept(customer, partner)
  expect(await linkOf(partner.person)).toBe(link)
  for (const { id, legalName } of customers) {
    expect(link).not.toContain(id)
    expect(link).not.toContain(encodeURIComponent(legalName))
  }
})

test('§3.4 a customer of another country is refused, and may still decline', async () => {
  const [customer, partner] = [await world.customer({ country: 'DE' }), await world.partner()]
  expect(await refusalFrom(accept(customer, partner))).toEqual({ code: 'country_not_allowed', country: 'DE' })
  const { invitation } = await world.as(customer.person)
  const decline = { token: tokenOf(partner), tellPartner: true, ...once() }
  expect(await invitation.decline(decline)).toEqual({ told: true })
})
