import { idOf } from '@entente/domain/core/id'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { z } from 'zod'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => ({
  ...(await locals.api.session.organisations.query()),
  idempotencyKey: newIdempotencyKey(),
})

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: z.object({ id: idOf<'organisation'>() }),
      send: (input) => event.locals.api.session.switchOrganisation.mutate(input),
      next: '/',
    }),
}
