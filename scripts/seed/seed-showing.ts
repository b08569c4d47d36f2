// How partners present themselves to customers, and what they note of them for themselves.
import { randomUUID } from 'node:crypto'
import { type Actor, ago, type seedActors } from './seed-actors.ts'
import { homeOf } from './seed-companies.ts'
import { countryFor } from './seed-home.ts'
import type { SeededPartner } from './seed-partners.ts'

type Actors = ReturnType<typeof seedActors>
const once = () => ({ idempotencyKey: randomUUID() })

/** Two published business profiles, in clouds that have them. */
export async function seedBusinessProfiles({ at, cloud }: Actors, partners: SeededPartner[]): Promise<void> {
  if (!cloud.businessProfile.isOn) return
  const services = cloud.services.map(({ id }) => id)
  const texts = [
    'We move offices of up to 500 people to the cloud and keep them running.\n\nTraining for your people is included.',
    'Cloud services for manufacturers: from the first licence to the factory floor.',
  ]
  for (const [index, description] of texts.entries()) {
    const partner = partners[index]
    const [admin] = partner?.people ?? []
    if (!partner || !admin) throw new Error('The demo needs two partners with people.')
    const { businessProfiles } = await at(ago(12 - index), admin)
    const locations = [
      { city: 'Hamburg', country: 'DE' },
      { city: 'Lyon', country: 'FR' },
    ].map((usual) => {
      const country = countryFor(usual.country, cloud.enrolment.countries)
      return country === usual.country ? usual : { city: homeOf(country).city, country }
    })
    await businessProfiles.save({
      ...{ description, services: services.slice(index), locations: locations.slice(index) },
      ...{ isPublished: true, ...once() },
    })
  }
}

/** Aliases and tags of a partner's first customers, and a view that shows those with a tag. */
export async function seedLabels({ at }: Actors, person: Actor | undefined): Promise<void> {
  const { customers, customerLabels, customerViews } = await at(ago(1), person)
  const list = (await customers.list({ limit: 3 })).customers
  const [first] = list
  if (!first) throw new Error('The demo needs customers.')
  const ids = list.map(({ id }) => id)
  await customerLabels.save({
    ids,
    aliases: { [first.id]: 'Harbour office' },
    add: ['key account'],
    ...once(),
  })
  await customerViews.save({
    ...{ name: 'Key accounts', query: 'tag=key+account&columns=alias%2Cprivileges%2Ctags%2Csince' },
    ...once(),
  })
}
