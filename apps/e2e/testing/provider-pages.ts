// The pages about the directory of providers, with one that is listed and one that waits for it.
import { pageOn, type SitePage } from './site-page.ts'
import type { Person, World } from './world.ts'

export async function providerPages(world: World, operator: Person): Promise<SitePage[]> {
  const [listed, waiting] = [await givenProvider(world), await givenProvider(world)]
  await world.asOwner('update provider_entry set listed_at = now() where partner_id = $1', [listed.id])
  const reseller = await world.partner({ kind: 'indirect_reseller' })
  const partnership = await world.partnership({ reseller, provider: listed })
  const [ofProvider, ofReseller] = ['/indirect-resellers', '/indirect-providers'].map(
    (list) => `${list}/${partnership.id}`,
  )
  const { link } = await world.api.query<{ link: string }>(
    await world.tokenFor(waiting.person),
    'relationshipRequest.draft',
    { to: 'resellers' },
  )
  const [portal, site, console] = [pageOn('partner'), pageOn('customer'), pageOn('operator')]
  return [
    portal('providers', '/providers'),
    portal('providers, no match', '/providers?country=AQ'),
    portal('business profile', '/settings/business-profile', await globalAdminOf(world)),
    site('directory of partners', '/partners'),
    site('directory of partners, no match', '/partners?country=AQ'),
    portal('entry in the directory', '/settings/provider', listed.person),
    portal('indirect resellers', '/indirect-resellers', listed.person),
    portal('indirect resellers, none yet', '/indirect-resellers', waiting.person),
    portal('indirect reseller', ofProvider ?? '', listed.person),
    portal('account of a reseller', `${ofProvider}/account`, listed.person),
    portal('users of a reseller', `${ofProvider}/users`, listed.person),
    portal('activity of a reseller', `${ofProvider}/activity`, listed.person),
    portal('remove an indirect reseller', `${ofProvider}/remove`, listed.person),
    portal('invite an indirect reseller', '/requests/new?to=resellers', listed.person),
    portal('indirect providers', '/indirect-providers', reseller.person),
    portal('indirect provider', ofReseller ?? '', reseller.person),
    portal('remove an indirect provider', `${ofReseller}/remove`, reseller.person),
    portal('authorise a provider', new URL(link).pathname, reseller.person),
    portal('shared customers, none yet', `/indirect-providers/${partnership.id}/customers`, reseller.person),
    portal('shared customers', `/indirect-resellers/${partnership.id}/customers`, listed.person),
    portal('joint request', `/requests/new?with=${listed.id}`, reseller.person),
    console('provider', `/partners/${listed.id}`, operator),
    console('list a provider', `/partners/${waiting.id}/list-provider`, operator),
    console('take a provider out', `/partners/${listed.id}/unlist-provider`, operator),
  ]
}

async function givenProvider(world: World) {
  const provider = await world.partner({ kind: 'indirect_provider' })
  await world.api.mutate(await world.tokenFor(provider.person), 'providers.saveEntry', {
    ...{
      countries: ['DE', 'AT'],
      region: 'The south',
      services: ['training', 'credit'],
      languages: ['de', 'en'],
    },
    ...{ programmes: 'Three tiers, by yearly turnover.', supportLevel: 'Around the clock.', conditions: '' },
    ...{
      email: 'resellers@provider.example',
      phone: '+49 40 1234567',
      website: 'provider.example',
      country: 'DE',
    },
  })
  return provider
}

/** A global admin whose company has a profile with a place and without a logo. */
async function globalAdminOf(world: World): Promise<Person> {
  const { person } = await world.partner()
  await world.api.mutate(await world.tokenFor(person), 'businessProfiles.save', {
    ...{ description: 'We move offices to the cloud.', services: ['azure'], isPublished: true },
    locations: [{ country: 'DE', city: 'Köln' }],
  })
  return person
}
