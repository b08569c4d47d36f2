import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  event.depends('directory:import')
  const shown = await event.locals.api.operatorDirectory.imported.query()
  if (!shown) redirect(303, '/directory/import')
  return { shown }
}
