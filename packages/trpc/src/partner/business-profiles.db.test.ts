import { randomUUID } from 'node:crypto'
import { cloudOf } from '@entente/clouds/clouds'
import { expect, test } from 'vitest'
import { givenWorld, outcomesOf, refusalFrom } from '../../testing/index.ts'

const world = await givenWorld()
const once = () => ({ idempotencyKey: randomUUID() })
const everybody = () => world.caller()

/** The head of a GIF of this width. */
const gif = (width: number) => {
  const bytes = Buffer.alloc(64)
  bytes.write('GIF89a', 'latin1')
  bytes.writeUInt16LE(width, 6)
  bytes.writeUInt16LE(40, 8)
  return bytes.toString('base64')
}

async function given() {
  const partner = await world.partner()
  const person = await world.person({
    organisationId: partner.id,
    audience: 'partner',
    roles: ['global_admin'],
  })
  const admin = await world.as(person)
  const save = (change: { isPublished?: boolean; locations?: { country: string; city: string }[] } = {}) =>
    admin.businessProfiles.save({
      ...{ description: 'We move offices to the cloud.', services: ['azure'], isPublished: true },
      ...{ locations: [{ country: 'DE', city: 'Köln' }], ...change, ...once() },
    })
  return { partner, person, admin, save }
}
const listed = async (wish: { search?: string; country?: string; service?: string }) =>
  (await everybody().businessProfiles.list(wish)).businesses

test('R-167 a published profile is found by name, country and service, until it or its partner goes', async () => {
  const { partner, admin, save } = await given()
  const search = partner.legalName
  expect(await admin.businessProfiles.own()).toBeNull()
  await save({ isPublished: false })
  expect(await listed({ search })).toEqual([])
  await save()
  expect(await listed({ search, country: 'DE', service: 'azure' })).toMatchObject([
    {
      id: partner.id,
      description: 'We move offices to the cloud.',
      locations: [{ country: 'DE', city: 'Köln' }],
    },
  ])
  expect(await listed({ search, country: 'FR' })).toEqual([])
  expect(await listed({ search, service: 'intune' })).toEqual([])
  await world.asOwner(`update organisation set partner_status = 'suspended' where id = $1`, [partner.id])
  expect(await listed({ search })).toEqual([])
  expect((await world.auditOf(partner.id)).map(({ action }) => action)).toContain('business_profile.saved')
})

test('R-072 R-167 a published profile makes nobody a listed provider', async () => {
  const { partner, save } = await given()
  await save()
  expect((await everybody().providers.list({ search: partner.legalName })).providers).toEqual([])
})

test('§4.11 the logo is a picture of at most 300 px, comes after the profile, and is public while that is', async () => {
  const { partner, admin, save } = await given()
  const saveLogo = (content: string) => admin.businessProfiles.saveLogo({ content, ...once() })
  expect(await refusalFrom(saveLogo(gif(300)))).toEqual({ code: 'no_business_profile' })
  await save()
  expect(await refusalFrom(saveLogo(gif(301)))).toEqual({ code: 'logo_refused', reason: 'width' })
  for (const content of [Buffer.from('<svg onload="alert(1)"/>'), Buffer.from('89504e470d0a1a0a', 'hex')])
    expect(await refusalFrom(saveLogo(content.toString('base64')))).toEqual({
      code: 'logo_refused',
      reason: 'type',
    })
  await saveLogo(gif(300))
  expect(await everybody().businessProfiles.logo({ id: partner.id })).toEqual({
    mediaType: 'image/gif',
    content: gif(300),
  })
  await save({ isPublished: false })
  expect(await refusalFrom(everybody().businessProfiles.logo({ id: partner.id }))).toEqual({
    code: 'not_found',
  })
  expect(await admin.businessProfiles.ownLogo()).toMatchObject({ mediaType: 'image/gif' })
  await saveLogo('')
  expect(await admin.businessProfiles.own()).toMatchObject({ hasLogo: false })
})

test('§4.11 a sixth place in one country is refused, and two who save at once leave one list', async () => {
  const { admin, save } = await given()
  const places = (count: number, city: string) =>
    Array.from({ length: count }, (_, n) => ({ country: 'DE', city: `${city} ${n}` }))
  expect(await refusalFrom(save({ locations: places(6, 'A') }))).toEqual({
    ...{ code: 'too_many_locations', country: 'DE', most: 5 },
  })
  await save()
  expect(await outcomesOf(save({ locations: places(5, 'A') }), save({ locations: places(5, 'B') }))).toEqual([
    ...['done', 'done'],
  ])
  const cities = (await admin.businessProfiles.own())?.locations.map(({ city }) => city[0]) ?? []
  expect(cities).toHaveLength(5)
  expect(new Set(cities).size).toBe(1)
})

test('R-167 D-04 a cloud without business profiles has neither directory nor page', async () => {
  const { partner, person } = await given()
  const cloud = cloudOf('us-government')
  const [government, admin] = [
    world.caller({ cloud }),
    world.caller({ cloud, token: await world.tokenFor(person) }),
  ]
  const refused = { code: 'not_found' }
  expect(await refusalFrom(government.businessProfiles.list({}))).toEqual(refused)
  expect(await refusalFrom(government.businessProfiles.logo({ id: partner.id }))).toEqual(refused)
  expect(await refusalFrom(admin.businessProfiles.own())).toEqual(refused)
  const profile = { description: 'x', services: [], locations: [], isPublished: true }
  expect(await refusalFrom(admin.businessProfiles.save({ ...profile, ...once() }))).toEqual(refused)
  expect(await refusalFrom(admin.businessProfiles.saveLogo({ content: '', ...once() }))).toEqual(refused)
})
