import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { refusalOf } from '@entente/site/refusal'
import { requireSession, startSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { chosenKind } from '#lib/partner/partner-kind.server.ts'
import type { Actions, PageServerLoad } from './$types'

// After the sign-in: leads to an existing application, offers a further account, or says whom to ask.
export const load: PageServerLoad = async (event) => {
  const { organisation } = requireSession(event)
  try {
    const { isEnrolling } = await event.locals.api.enrolment.prospects.query()
    if (isEnrolling) redirect(303, '/enrol/status')
  } catch (cause) {
    const refusal = refusalOf(cause)
    if (refusal?.code !== 'not_global_admin') throw cause
    return { admins: refusal.admins }
  }
  return {
    kind: chosenKind(event),
    company: organisation?.legalName ?? '',
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      send: async ({ idempotencyKey }) => {
        const { enrolment, session } = event.locals.api
        const { organisationId } = await enrolment.start.mutate({ kind: chosenKind(event), idempotencyKey })
        return session.switchOrganisation.mutate({ id: organisationId })
      },
      next: (renewed) => {
        if (renewed) startSession(event, renewed)
        return '/enrol/status'
      },
    }),
}
