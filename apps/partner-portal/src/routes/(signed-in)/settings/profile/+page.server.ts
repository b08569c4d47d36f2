import { readablePhone } from '@entente/addresses/phone'
import { addressLines } from '@entente/addresses/postal-address'
import { may } from '@entente/domain/core/permission'
import { countryName } from '@entente/i18n/format'
import type { Api } from '@entente/site/api'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { savedWord, whyNotAllowed } from '#lib/partner/settings.server.ts'
import type { Actions, PageServerLoad } from './$types'

type Card = Awaited<ReturnType<Api['partnerAccount']['get']['query']>>['verified']

const done = ['profile', 'contact', 'support', 'nothing', 'resent'] as const

export const load: PageServerLoad = async (event) => {
  const { roles } = requireSession(event)
  const { api, locale } = event.locals
  const readable = (card: Card) => ({
    ...card,
    country: countryName(locale, card.country),
    contactPhone: card.contactPhone && readablePhone(card.contactPhone),
    address: addressLines({
      country: card.country,
      line1: card.addressLine1 ?? '',
      line2: card.addressLine2 ?? '',
      city: card.city ?? '',
      region: card.region ?? '',
      postalCode: card.postalCode ?? '',
    }).filter((line) => line !== ''),
  })
  // A helpdesk agent maintains the support contact and sees nothing else of the account.
  const account = may('partner', roles, 'account.view') ? await api.partnerAccount.get.query() : undefined
  const support = account?.support ?? (await api.partnerAccount.support.query())
  return {
    account: account && {
      ...account,
      verified: readable(account.verified),
      pending: account.pending && readable(account.pending),
    },
    support: { ...support, phone: support.phone && readablePhone(support.phone) },
    saved: savedWord(event, done),
    whyNotEdit: whyNotAllowed(event, 'account.edit'),
    whyNotSupport: whyNotAllowed(event, 'account.edit_support'),
    resendKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  resend: (event) =>
    formAction(event, {
      send: (keyed) => event.locals.api.enrolment.resendContactMail.mutate(keyed),
      next: '/settings/profile?saved=resent',
    }),
}
