// The pages about referrals: one that waits, one that was won, one that a provider sent, and a question in the directory.
import { linkIn } from './mails.ts'
import { pageOn, type SitePage } from './site-page.ts'
import type { Person, World } from './world.ts'

const customer = { country: 'DE', name: 'Ada Lovelace', message: 'We move 80 mailboxes.' }

export async function referralPages(world: World, operator: Person): Promise<SitePage[]> {
  const provider = await world.partner({ kind: 'indirect_provider' })
  const reseller = await world.partner({ kind: 'indirect_reseller' })
  const partnership = await world.partnership({ reseller, provider })
  const [token, operatorToken] = [await world.tokenFor(reseller.person), await world.tokenFor(operator)]
  await world.api.mutate(token, 'businessProfiles.save', {
    ...{ description: 'We move offices to the cloud.', services: ['azure'], isPublished: true },
    locations: [{ country: 'DE', city: 'Köln' }],
  })
  const partnerId = reseller.id
  const made = async (company: string) =>
    (await world.api.mutate(operatorToken, 'operatorReferrals.refer', {
      ...{ ...customer, company, email: 'ada@contoso.example', partnerId },
    })) as { id: string }
  const [waiting, won] = [await made('Contoso Nord'), await made('Contoso Süd')]
  for (const act of ['accept', 'win']) await world.api.mutate(token, 'referrals.act', { id: won.id, act })
  const sent = (await world.api.mutate(await world.tokenFor(provider.person), 'referrals.refer', {
    ...{ ...customer, company: 'Contoso West', email: 'ada@contoso.example', partnershipId: partnership.id },
  })) as { id: string }
  const [portal, site, console] = [pageOn('partner'), pageOn('customer'), pageOn('operator')]
  return [
    portal('referrals', '/referrals', reseller.person),
    portal('referrals, no match', '/referrals?status=lost', reseller.person),
    portal('referral', `/referrals/${waiting.id}`, reseller.person),
    portal('referral, won', `/referrals/${won.id}`, reseller.person),
    portal('sent referrals', '/referrals?side=sent', provider.person),
    portal('sent referral', `/referrals/${sent.id}?side=sent`, provider.person),
    portal('refer a customer', `/indirect-resellers/${partnership.id}/refer`, provider.person),
    site('ask a partner', `/partners/${partnerId}/ask`),
    site('asked a partner', '/partners/asked'),
    site('confirm what was asked', await askedLink(world, token, partnerId)),
    console('referrals', '/referrals', operator),
    console('refer to a partner', `/partners/${partnerId}/refer`, operator),
  ]
}

async function askedLink(world: World, token: string, partnerId: string): Promise<string> {
  const email = `ask@referral-${Date.now()}-${process.pid}.example`
  await world.api.mutate(token, 'referrals.ask', { ...customer, company: 'Contoso Ost', email, partnerId })
  return new URL(linkIn(await world.mails.arrival(email, /Confirm your request/), '/partners/confirm/'))
    .pathname
}
