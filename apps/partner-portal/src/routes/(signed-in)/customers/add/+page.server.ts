import { countryCodes } from '@entente/domain/core/organisation'
import { addCustomerInput } from '@entente/domain/customer/added-customer'
import { refusalText } from '@entente/i18n/refusal'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { sayWhyNot } from '#lib/partner/users.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { api, t } = event.locals
  const { whyNot, countries, ...form } = await api.addedCustomers.form
    .query()
    .catch((cause: unknown) => sayWhyNot(event, cause))
  return {
    ...form,
    countries: countries ?? countryCodes,
    whyNot: whyNot && refusalText(t, whyNot),
    idempotencyKey: newIdempotencyKey(),
    given: givenIn(event.url.searchParams),
  }
}

/** What is known of the customer already where a link leads here, as from a referral that was won. */
function givenIn(asked: URLSearchParams): Record<string, string> {
  const [label = ''] = (asked.get('domain') ?? '').toLowerCase().split('.')
  return {
    legalName: asked.get('name') ?? '',
    country: asked.get('country') ?? '',
    tenant: label.replaceAll(/[^a-z0-9]/g, ''),
  }
}

export const actions: Actions = {
  /** The response itself shows the password, which never goes into a cookie, a URL or a store. */
  default: (event) =>
    formAction(event, {
      schema: ({ reseller, ...values }) =>
        addCustomerInput.safeParse({ ...values, reseller: reseller || undefined }),
      press: 'portal.add_customer.submit',
      send: (input) => event.locals.api.addedCustomers.add.mutate(input),
      fields: {
        tenant_name_taken: 'tenant',
        country_not_allowed: 'country',
        partnership_not_active: 'reseller',
      },
      next: ({ id, name, email, site, until, ...once }, { legalName }) => {
        const { temporaryPassword } = once as { temporaryPassword?: string }
        return {
          added: { id, name, legalName },
          shown: temporaryPassword ? { site, email, until, temporaryPassword } : null,
        }
      },
    }),
}
