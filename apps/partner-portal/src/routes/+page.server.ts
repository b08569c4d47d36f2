import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { startOf } from '#lib/core/start.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => redirect(303, startOf(requireSession(event)))
