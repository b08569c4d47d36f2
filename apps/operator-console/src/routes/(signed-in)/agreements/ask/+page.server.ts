import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { z } from 'zod'
import { whyNot } from '#lib/core/act.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { can } = await event.parent()
  const { partner } = await event.locals.api.operatorAgreements.get.query()
  return {
    agreement: partner.current,
    count: partner.due - partner.asked,
    idempotencyKey: newIdempotencyKey(),
    refused: whyNot(event.locals, { isAllowed: can.askAgreements, permission: 'agreements.ask' }),
  }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: z.object({ version: z.string().max(200) }),
      press: 'operator.agreements.ask',
      send: (input) => event.locals.api.operatorAgreements.askPartners.mutate(input),
      next: '/agreements?asked',
    }),
}
