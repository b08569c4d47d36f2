import { redirect } from '@sveltejs/kit'
import { chosenKind } from '#lib/partner/partner-kind.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
  const kind = chosenKind(event)
  const start = `/enrol/start?kind=${kind}`
  if (event.locals.session) redirect(303, start)
  return { kind, signIn: `/sign-in?return=${encodeURIComponent(start)}` }
}
