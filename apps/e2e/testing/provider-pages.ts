// The pages about the directory of providers, with one that is listed and one that waits for it.
import { pageOn, type SitePage } from './site-page.ts'
import type { Person, World } from './world.ts'

export async function providerPages(world: World, operator: Person): Promise<SitePage[]> {
  const [listed, waiting] = [await givenProvider(world), await givenProvider(world)]
  await world.asOwner('update provider_entry set listed_at = now() where partner_id = $1', [listed.id])
  const reseller = await world.partner({ kind: 'indirect_reseller' })
  const partnership = await world.partnership({ reseller, provider: listed })
  const [portal, console] = [pageOn('partner'), pageOn('operator')]
  return [
    portal('providers', '/providers'),
    portal('providers, no match', '/providers?country=AQ'),
    portal('entry in the directory', '/settings/provider', listed.person),
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
