import { partnerControlInput } from '@entente/domain/partner-control'
import { newIdempotencyKey } from '@entente/site/form'
import { keptChoices } from '@entente/site/step-up'
import { act, whyNot } from '#lib/act.ts'
import { findPartner } from '#lib/find-partner.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { partner } = await findPartner(event, event.params.id)
  const { can } = await event.parent()
  return {
    partner,
    idempotencyKey: newIdempotencyKey(),
    kept: await keptChoices(event),
    refused: whyNot(event.locals, {
      isAllowed: can.suspend,
      permission: 'partners.suspend',
      state: partner.status === 'suspended' && { code: 'already_suspended' },
    }),
  }
}

export const actions: Actions = {
  default: (event) => {
    const { id } = event.params
    const form = { input: partnerControlInput, given: { id }, back: `/partners/${id}?done=suspended` }
    return act(event, form, (values) => event.locals.api.operatorPartners.suspend.mutate(values))
  },
}
