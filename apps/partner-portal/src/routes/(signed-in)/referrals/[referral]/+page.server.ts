import { opensTo } from '@entente/domain/core/permission'
import { referralActInput, referralActs } from '@entente/domain/customer/referral'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { findReferral, sideOf } from '#lib/customer/referrals.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { roles, organisation } = requireSession(event)
  const { side } = sideOf(event)
  const may = (permission: Parameters<typeof opensTo>[2]) =>
    opensTo(roles, organisation?.status ?? null, permission)
  return {
    side,
    referral: await findReferral(event, event.params.referral, side),
    mayAnswer: side === 'received' && may('referrals.answer'),
    mayAdd: event.locals.cloud.customers.newAllowed && may('customers.add'),
    mayRequest: may('relationship_request.prepare'),
    idempotencyKey: newIdempotencyKey(),
    done: referralActs.find((act) => act === event.url.searchParams.get('done')),
  }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: ({ act }) => referralActInput.safeParse({ id: event.params.referral, act }),
      send: (input) => event.locals.api.referrals.act.mutate(input),
      next: (_, { act }) => `/referrals/${event.params.referral}?done=${act}`,
    }),
}
