import { readablePhone } from '@entente/addresses/phone'
import { addressLines } from '@entente/addresses/postal-address'
import { readAccount } from '#lib/partner/partnerships.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { profile, support, ...account } = await readAccount(event, (id) =>
    event.locals.api.partnerships.account.query({ id }),
  )
  const address = addressLines({
    ...{ country: profile.country, line1: profile.addressLine1 ?? '', line2: profile.addressLine2 ?? '' },
    ...{ city: profile.city ?? '', region: profile.region ?? '', postalCode: profile.postalCode ?? '' },
  })
  const readable = (phone: string | null) => phone && readablePhone(phone)
  return {
    ...account,
    profile: { ...profile, contactPhone: readable(profile.contactPhone), address: address.filter(Boolean) },
    support: { ...support, phone: readable(support.phone) },
  }
}
