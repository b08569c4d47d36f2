import { randomUUID } from 'node:crypto'
import type { PartnerKind } from '@entente/domain/core/organisation'
import { describe, expect, test } from 'vitest'
import { givenWorld, refusalFrom } from '../../testing/index.ts'

const world = await givenWorld()
const visitor = world.caller()
const operator = await world.as(await world.operator('none', 'operator_admin'))
const once = () => ({ idempotencyKey: randomUUID() })

const entry = {
  countries: ['DE', 'AT'],
  services: ['training' as const, 'credit' as const],
  languages: ['de', 'en'],
  programmes: 'Three tiers.',
  email: 'resellers@fabrikam.example',
  phone: '+49 40 1234567',
  country: 'DE',
}
const press = (id: Awaited<ReturnType<typeof world.partner>>['id']) => ({ id, reason: 'Checked.', ...once() })

async function givenProvider(legalName = 'Fabrikam Distribution', wishes: Partial<typeof entry> = {}) {
  const partner = await world.partner({ legalName, kind: 'indirect_provider' })
  const { providers } = await world.as(partner.person)
  await providers.saveEntry({ ...entry, ...wishes, ...once() })
  return { ...partner, providers }
}
async function givenListed(...wishes: Parameters<typeof givenProvider>) {
  const provider = await givenProvider(...wishes)
  await operator.operatorPartners.listProvider(press(provider.id))
  return provider
}
const namesFor = async (query: Parameters<typeof visitor.providers.list>[0]) =>
  (await visitor.providers.list(query)).providers.map(({ legalName }) => legalName)

describe('the directory of providers', () => {
  test('R-072 R-119 shows whom the operator listed, with how to reach them, from then until it takes them out', async () => {
    const { id, providers, legalName } = await givenProvider('Quillon Provider')
    const search = 'quillon'
    expect(await namesFor({ search })).toEqual([])
    await operator.operatorPartners.listProvider(press(id))
    expect((await visitor.providers.list({ search })).providers).toMatchObject([
      {
        ...{
          id,
          legalName,
          countries: ['DE', 'AT'],
          services: ['training', 'credit'],
          programmes: 'Three tiers.',
        },
        ...{ contactEmail: entry.email, contactPhone: '+49401234567' },
      },
    ])
    expect((await providers.entry())?.listedAt).toBeInstanceOf(Date)
    await providers.saveEntry({ ...entry, programmes: 'Four tiers.', ...once() })
    expect((await visitor.providers.list({ search })).providers).toMatchObject([
      { programmes: 'Four tiers.' },
    ])
    await operator.operatorPartners.unlistProvider(press(id))
    expect(await namesFor({ search })).toEqual([])
    const acts = await world.asOwner<{ action: string }>(
      `select action from audit_record where organisation_id = $1 and action like 'provider%' order by id`,
      [id],
    )
    expect(acts.map(({ action }) => action)).toEqual([
      'provider_entry.saved',
      'provider_entry.listed',
      'provider_entry.saved',
      'provider_entry.unlisted',
    ])
  })

  test('R-071 is filtered by country served, service, language and name, in pages', async () => {
    await givenListed('Zenith One', { countries: ['FR'], services: ['training'], languages: ['fr'] })
    await givenListed('Zenith Two', { countries: ['FR', 'CH'], services: [], languages: ['de', 'fr'] })
    const search = 'zenith'
    expect(await namesFor({ search, country: 'FR' })).toEqual(['Zenith One', 'Zenith Two'])
    expect(await namesFor({ search, country: 'CH' })).toEqual(['Zenith Two'])
    expect(await namesFor({ search, service: 'training' })).toEqual(['Zenith One'])
    expect(await namesFor({ search, language: 'de' })).toEqual(['Zenith Two'])
    const { nextCursor } = await visitor.providers.list({ search, limit: 1 })
    expect(await namesFor({ search, limit: 1, cursor: nextCursor ?? '' })).toEqual(['Zenith Two'])
  })

  test('R-072 leaves out a provider that is suspended', async () => {
    const { id, providers } = await givenListed('Yonder Provider')
    await operator.operatorPartners.suspend({ ...press(id), told: 'Please pay.' })
    expect(await namesFor({ search: 'yonder' })).toEqual([])
    const notActive = { code: 'provider_not_active' }
    expect(await refusalFrom(providers.saveEntry({ ...entry, ...once() }))).toEqual(notActive)
    await operator.operatorPartners.unlistProvider(press(id))
    expect(await refusalFrom(operator.operatorPartners.listProvider(press(id)))).toEqual(notActive)
  })

  test('R-072 an operator lists nobody who wrote no entry, and nobody twice', async () => {
    const silent = await world.partner({ kind: 'indirect_provider' })
    expect(await refusalFrom(operator.operatorPartners.listProvider(press(silent.id)))).toMatchObject({
      code: 'no_provider_entry',
    })
    const { id } = await givenListed()
    expect(await refusalFrom(operator.operatorPartners.listProvider(press(id)))).toMatchObject({
      code: 'already_listed',
    })
    expect(await refusalFrom(operator.operatorPartners.unlistProvider(press(silent.id)))).toMatchObject({
      code: 'not_listed',
    })
  })

  test.each<PartnerKind>(['direct_bill', 'indirect_reseller'])(
    'R-072 has no entry of a %s partner',
    async (kind) => {
      const { providers } = await world.as((await world.partner({ kind })).person)
      expect(await refusalFrom(providers.entry())).toEqual({ code: 'not_found' })
      expect(await refusalFrom(providers.saveEntry({ ...entry, ...once() }))).toEqual({ code: 'not_found' })
    },
  )
})
