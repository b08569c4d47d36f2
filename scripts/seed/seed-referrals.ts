// Customers that were referred to partners: one in each state, by each source.
import { newId } from '@entente/db/core/new-id'
import { asAuth } from '@entente/db/core/scopes'
import { insertReferral } from '@entente/db/customer/referrals'
import type { Id } from '@entente/domain/core/id'
import { createReferral, type ReferralAct } from '@entente/domain/customer/referral'
import { type Actor, type Actors, ago, once } from './seed-actors.ts'
import { countryFor } from './seed-home.ts'

type Told = { days: number; company: string; name: string; message: string; acts: readonly ReferralAct[] }

const told: readonly (Told & { source: 'directory' | 'operator' })[] = [
  {
    ...{ days: 1, source: 'directory', company: 'Alpine Ski House AG', name: 'Lena Gruber', acts: [] },
    message: 'We have 60 workplaces in two valleys and want to move our mail by the summer.',
  },
  {
    ...{ days: 11, source: 'operator', company: 'Lamna Healthcare', name: 'Noor Haddad', acts: [] },
    message: 'Called us about telephony for three practices.',
  },
  {
    ...{ days: 8, source: 'directory', company: 'VanArsdel Möbel KG', name: 'Jonas Wolf', acts: ['accept'] },
    message: 'Please call us about device management.',
  },
  {
    ...{ days: 25, source: 'directory', company: 'Bellows College', name: 'Ruth Abel' },
    ...{ message: 'Licences for 900 students.', acts: ['accept', 'win'] },
  },
  {
    ...{ days: 40, source: 'operator', company: 'Trey Research', name: 'Cem Yıldız' },
    ...{ message: 'Looks for a partner in Hamburg.', acts: ['accept', 'lose'] },
  },
  {
    ...{ days: 30, source: 'directory', company: 'Best For You Organics', name: 'Mia Sand' },
    ...{ message: 'We need somebody on site in Spain.', acts: ['decline'] },
  },
  {
    ...{ days: 33, source: 'operator', company: 'Nod Publishers', name: 'Elif Kaya', acts: [] },
    message: 'Wants a second offer.',
  },
]

const contactOf = ({ name, company }: Pick<Told, 'name' | 'company'>) => {
  const part = (text: string) =>
    text
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z]+/g, '-')
  return { name, email: `${part(name)}@${part(company)}.example`, phone: '' }
}

export async function seedReferrals(
  actors: Actors,
  { partnerId, person, operator }: { partnerId: Id<'organisation'>; person: Actor; operator: Actor },
): Promise<void> {
  const { at, cloud, database } = actors
  if (!cloud.referrals.isOn) return
  for (const one of told) {
    const { days, source, company, message, acts } = one
    const now = ago(days)
    const country = countryFor('DE', cloud.customers.countries)
    const customer = { company, country, message, ...contactOf(one) }
    let id = newId<'referral'>()
    if (source === 'operator') {
      const { operatorReferrals } = await at(now, operator)
      id = (await operatorReferrals.refer({ ...customer, partnerId, ...once() })).id
    } else {
      // As after the press on the mailed link.
      const made = createReferral(cloud, source, { status: 'active', hasPublishedProfile: true }, now)
      if (!made.ok) throw new Error('The demo’s partner takes no referrals.')
      const referral = { id, partnerId, source, company, country, message, createdAt: now }
      const contact = { ...contactOf(one), locale: cloud.defaultLocale }
      await asAuth(database, null, (db) => insertReferral(db, { ...referral, ...made.value }, contact))
    }
    for (const [index, act] of acts.entries())
      await (await at(ago(days - 2 - 3 * index), person)).referrals.act({ id, act, ...once() })
  }
}

/** What a provider referred to its first reseller. */
export async function seedProviderReferral({ at, cloud }: Actors, provider: Actor): Promise<void> {
  if (!cloud.referrals.isOn || !cloud.indirect.isOn) return
  const { partnerships, referrals } = await at(ago(4), provider)
  const [first] = (await partnerships.list({ search: 'Adventure' })).partnerships
  if (!first) return
  const customer = { company: 'First Up Consultants', name: 'Ole Krog', message: 'Needs help in Danish.' }
  await referrals.refer({
    ...{
      ...customer,
      ...contactOf(customer),
      country: countryFor('DK', cloud.customers.countries),
      partnershipId: first.id,
      ...once(),
    },
  })
}
