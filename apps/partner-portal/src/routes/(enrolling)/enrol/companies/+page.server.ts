import { idOf } from '@entente/domain/core/id'
import { newIdempotencyKey } from '@entente/site/form'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { sendForm } from '#lib/enrolment/enrolment.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => ({
  ...(await locals.api.session.organisations.query()),
  idempotencyKey: newIdempotencyKey(),
})

export const actions: Actions = {
  default: async (event) => {
    const failure = await sendForm(event, {
      schema: z.object({ id: idOf<'organisation'>() }),
      send: (input) => event.locals.api.session.switchOrganisation.mutate(input),
    })
    return failure ?? redirect(303, '/')
  },
}
