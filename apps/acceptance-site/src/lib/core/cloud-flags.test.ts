// What the acceptance site reads from the cloud, in every cloud: the directory, referrals, and whom a link is for.
import { cloudIds, cloudOf } from '@entente/clouds/clouds'
import type { Cloud } from '@entente/domain/core/cloud'
import { isOpen, turned } from '@entente/domain/testing/cloud-flags'
import { refusalText } from '@entente/i18n/refusal'
import { translatorFor } from '@entente/i18n/server'
import { isHttpError } from '@sveltejs/kit'
import { describe, expect, test } from 'vitest'
import { load as directory } from '../../routes/(directory)/partners/+page.server.ts'
import { load as ask } from '../../routes/(directory)/partners/[id]/ask/+page.server.ts'
import { load as link } from '../../routes/(invitation)/invitation/[token]/+page.server.ts'
import { load as review } from '../../routes/(invitation)/invitation/[token]/review/+page.server.ts'

const t = translatorFor('en')
const answering = (answer: object): unknown =>
  new Proxy(() => undefined, { get: () => answering(answer), apply: async () => answer })

/** A visitor, or a person who decides for a company in this country. */
const eventIn = (cloud: Cloud, country?: string) => {
  const seen = {
    parties: [],
    services: [],
    declinedAt: null,
    businesses: [],
    countries: [],
    nextCursor: null,
  }
  const session = { roles: ['global_admin'], organisation: { legalName: 'Contoso' }, account: {} }
  const api = answering({ ...seen, customer: { legalName: 'Contoso', country } })
  return {
    locals: { cloud, t, api, locale: 'en', session: country ? session : null },
    url: new URL('https://customer.test/'),
    params: { token: 'token', id: '018f0000-0000-7000-8000-000000000001' },
  } as never
}

async function isFound(load: () => unknown): Promise<boolean> {
  try {
    await load()
    return true
  } catch (error) {
    if (isHttpError(error, 404)) return false
    throw error
  }
}

const both = cloudIds.map(cloudOf)
const turnedToo = [...both, turned(cloudOf('global'), 'businessProfile.isOn')]
test.each(turnedToo)('§3.6 businessProfile.isOn is obeyed by the directory in $id', async (cloud) => {
  expect(await isFound(() => directory(eventIn(cloud)))).toBe(isOpen(cloud, 'businessProfile.isOn'))
})

test.each([...both, turned(cloudOf('global'), 'referrals.isOn')])(
  '§3.6 referrals.isOn is obeyed by the page that asks for contact in $id',
  async (cloud) => {
    expect(await isFound(() => ask(eventIn(cloud)))).toBe(isOpen(cloud, 'referrals.isOn'))
  },
)

type LinkPage = { served: string[] | null; dataTrustee: string | null; mine?: { whyNot?: string } }

describe.each(both)('§3.4 a link in $id', (cloud) => {
  const [served = 'IE'] = cloud.customers.countries ?? []

  test('tells visitors whose country is not known where its customers are', async () => {
    const page = (await link(eventIn(cloud))) as LinkPage
    expect(page.served?.length).toBe(cloud.customers.countries?.length)
    expect(page.dataTrustee).toBe(cloud.id === 'germany' ? 'T-Systems International GmbH' : null)
  })

  test('tells an organisation of another country before it reads and ticks, on both pages', async () => {
    const whyNot = async (country: string) => [
      ((await link(eventIn(cloud, country))) as LinkPage).mine?.whyNot,
      ((await review(eventIn(cloud, country))) as { whyNot?: string }).whyNot,
    ]
    expect(await whyNot(served)).toEqual([undefined, undefined])
    const refusal = refusalText(t, { code: 'country_not_allowed', country: 'BR' })
    const expected = cloud.customers.countries ? refusal : undefined
    expect(await whyNot('BR')).toEqual([expected, expected])
  })
})
