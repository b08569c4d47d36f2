import type { Api } from '@entente/site/api'
import { refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { type RequestEvent, redirect } from '@sveltejs/kit'

export type Application = Awaited<ReturnType<Api['enrolment']['get']['query']>>

/** The application of the person's company. Redirects a person who may not enrol to the page that says who may. */
export async function applicationOf(event: RequestEvent): Promise<Application> {
  requireSession(event)
  try {
    return await event.locals.api.enrolment.get.query()
  } catch (cause) {
    if (refusalOf(cause)?.code === 'missing_permission') redirect(303, '/enrol/start')
    throw cause
  }
}
