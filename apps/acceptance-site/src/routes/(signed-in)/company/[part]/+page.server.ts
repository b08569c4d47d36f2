import { may } from '@entente/domain/core/permission'
import { partOf, profileForm, readBilling, readCompany } from '@entente/site/customer-profile'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { organisation, roles } = requireSession(event)
  if (!may('customer', roles, 'own_profile.edit')) redirect(303, '/company')
  const part = partOf(event)
  const profile = await event.locals.api.ownProfile.get.query()
  return {
    ...{ part, saved: profile[part], company: organisation?.legalName ?? '' },
    ...profileForm(organisation?.country ?? ''),
  }
}

export const actions: Actions = {
  default: (event) => {
    const { ownProfile } = event.locals.api
    const country = requireSession(event).organisation?.country ?? ''
    const shared = { press: 'common.save', next: '/company?saved' } as const
    return partOf(event) === 'company'
      ? formAction(event, {
          ...shared,
          schema: readCompany(country),
          send: (input) => ownProfile.saveCompany.mutate(input),
        })
      : formAction(event, {
          ...shared,
          schema: readBilling(country),
          send: (input) => ownProfile.saveBilling.mutate(input),
        })
  },
}
