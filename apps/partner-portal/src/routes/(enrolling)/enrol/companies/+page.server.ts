import { idOf } from '@entente/domain/core/id'
import { formAction } from '@entente/site/form-action'
import { startSession } from '@entente/site/session'
import { z } from 'zod'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals }) => locals.api.session.organisations.query()

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: z.object({ id: idOf<'organisation'>() }),
      send: ({ id }) => event.locals.api.session.switchOrganisation.mutate({ id }),
      next: (renewed) => {
        if (renewed) startSession(event, renewed)
        return '/'
      },
    }),
}
