import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { start } from '#lib/core/start.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
  requireSession(event)
  redirect(303, start)
}
