import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { z } from 'zod'
import { whyNot } from '#lib/core/act.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { can } = await event.parent()
  const { t } = event.locals
  const { partner, customer } = await event.locals.api.operatorAgreements.get.query()
  const sides = [
    { side: 'partner' as const, ...partner.current, count: partner.due - partner.asked },
    { side: 'customer' as const, ...customer.current, count: customer.due - customer.asked },
  ].filter(({ side, count }) => count > 0 && !(side === 'customer' && customer.running))
  return {
    sides,
    /** The side whose button led here. */
    of: event.url.searchParams.get('of'),
    idempotencyKey: newIdempotencyKey(),
    refused:
      whyNot(event.locals, { isAllowed: can.askAgreements, permission: 'agreements.ask' }) ??
      (sides.length === 0 ? t('operator.agreements.ask.none_due') : undefined),
  }
}

const versions = z.object({ partnerVersion: z.string().nullable(), customerVersion: z.string().nullable() })

export const actions: Actions = {
  default: (event) => {
    const { api, t } = event.locals
    return formAction(event, {
      schema: ({ partner = null, customer = null }) =>
        partner === null && customer === null
          ? { success: false, message: t('operator.agreements.ask.nobody') }
          : versions.safeParse({ partnerVersion: partner, customerVersion: customer }),
      press: 'operator.agreements.ask.submit',
      send: (input) => api.operatorAgreements.ask.mutate(input),
      next: '/agreements?asked',
    })
  },
}
