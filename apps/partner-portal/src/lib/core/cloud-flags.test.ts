// What the portal's pages read from the cloud: each flag in every cloud, and turned. What a cloud closes is not found, absent or
// disabled with a reason.
import { cloudIds, cloudOf } from '@entente/clouds/clouds'
import type { Cloud } from '@entente/domain/core/cloud'
import { type ClosingFlag, isOpen, turned } from '@entente/domain/testing/cloud-flags'
import { translatorFor } from '@entente/i18n/server'
import { isHttpError } from '@sveltejs/kit'
import { describe, expect, test } from 'vitest'
import { load as layout } from '../../routes/(signed-in)/+layout.server.ts'
import { load as customers } from '../../routes/(signed-in)/customers/+page.server.ts'
import { load as imports } from '../../routes/(signed-in)/customers/import/+page.server.ts'
import { load as requests } from '../../routes/(signed-in)/requests/+page.server.ts'
import { load as businessProfile } from '../../routes/(signed-in)/settings/business-profile/+page.server.ts'
import { sideOf } from '../customer/referrals.server.ts'

/** An API that gives this answer to every question. */
const answering = (answer: object): unknown =>
  new Proxy(() => undefined, { get: () => answering(answer), apply: async () => answer })

const eventIn = (cloud: Cloud, partnerKind = 'indirect_provider') =>
  ({
    locals: {
      ...{ cloud, t: translatorFor('en'), locale: 'en', timeZone: 'UTC' },
      api: answering({ organisations: [], rows: [], counter: 0 }),
      session: { roles: ['global_admin', 'admin_agent'], organisation: { partnerKind, status: 'active' } },
    },
    url: new URL('https://partner.test/'),
    depends: () => undefined,
  }) as never

/** Whether a page is there: it answers, or says that it is not found. */
async function isFound(load: () => unknown): Promise<boolean> {
  try {
    await load()
    return true
  } catch (error) {
    if (isHttpError(error, 404)) return false
    throw error
  }
}

type Frame = { navigation: { href: string }[]; can: { makeLinks: boolean } }
const frameIn = async (cloud: Cloud, kind?: string) => (await layout(eventIn(cloud, kind))) as Frame
const leadsTo = async (cloud: Cloud, wanted: string) =>
  (await frameIn(cloud)).navigation.some(({ href }) => href === wanted)

/** Whether the pages show what the flag opens. */
const shown: Partial<Record<ClosingFlag, (cloud: Cloud) => Promise<boolean>>> = {
  'requests.isOn': async (cloud) => (await frameIn(cloud, 'direct_bill')).can.makeLinks,
  'requests.linkAuthors': async (cloud) => (await frameIn(cloud, 'indirect_reseller')).can.makeLinks,
  'requests.sendForMe': async (cloud) => {
    const { maySend } = (await requests(eventIn(cloud))) as { maySend: boolean }
    const { open } = (await imports(eventIn(cloud))) as { open: { invite: boolean } }
    expect(open.invite).toBe(maySend)
    return maySend
  },
  'customers.newAllowed': async (cloud) => {
    const { newCustomers } = (await customers(eventIn(cloud))) as { newCustomers: { isOpen: boolean } }
    expect(((await imports(eventIn(cloud))) as { open: { add: boolean } }).open.add).toBe(newCustomers.isOpen)
    return newCustomers.isOpen
  },
  'indirect.isOn': (cloud) => leadsTo(cloud, '/indirect-resellers'),
  'businessProfile.isOn': (cloud) => isFound(() => businessProfile(eventIn(cloud))),
  'referrals.isOn': async (cloud) => {
    const found = await isFound(() => sideOf(eventIn(cloud)))
    expect(await leadsTo(cloud, '/referrals')).toBe(found)
    return found
  },
}

describe.each(Object.entries(shown) as [ClosingFlag, (cloud: Cloud) => Promise<boolean>][])(
  '§3.6 %s',
  (flag, isShown) => {
    const clouds = [...cloudIds.map(cloudOf), turned(cloudOf('global'), flag)]
    test.each(clouds)('is obeyed by the portal in $id', async (cloud) => {
      expect(await isShown(cloud)).toBe(isOpen(cloud, flag))
    })
  },
)
