import { requireSession } from '@entente/site/session'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async (event) => {
  const { organisation } = requireSession(event)
  const { organisations } = await event.locals.api.session.organisations.query()
  return { isEnrolling: organisation?.status === 'enrolling', hasCompanies: organisations.length > 1 }
}
