import { partOf, profileForm, readBilling, readCompany } from '@entente/site/customer-profile'
import { formAction } from '@entente/site/form-action'
import { listHref } from '@entente/site/list-href'
import { notFound } from '@entente/site/refusal'
import { atCustomer, reasonIn } from '#lib/customer/reason.server.ts'
import { findRecord } from '#lib/relationship/customer-record.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const part = partOf(event)
  const { record } = await event.parent()
  const reason = reasonIn(event.url)
  const isOpen = record.acts['customer_profile.view'].access === 'allowed'
  const profile =
    isOpen && (reason || record.reason !== 'required')
      ? await event.locals.api.customerProfiles.get.query({ id: record.id, ...(reason && { reason }) })
      : null
  return { part, profile, reason, ...profileForm(record.account.country) }
}

export const actions: Actions = {
  default: async (event) => {
    const { api, t } = event.locals
    const target = atCustomer(event)
    const { country } = ((await findRecord(api, target.id)) ?? notFound(t)).account
    const shared = {
      press: 'common.save',
      next: listHref(`/customers/${target.id}/account`, { saved: 'yes', reason: target.reason }),
    } as const
    return partOf(event) === 'company'
      ? formAction(event, {
          ...shared,
          schema: readCompany(country),
          send: (input) => api.customerProfiles.saveCompany.mutate({ ...input, ...target }),
        })
      : formAction(event, {
          ...shared,
          schema: readBilling(country),
          send: (input) => api.customerProfiles.saveBilling.mutate({ ...input, ...target }),
        })
  },
}
