import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { organisation } = requireSession(event)
  return {
    ...(await event.locals.api.accessRegister.list.query()),
    organisation: organisation?.legalName ?? '',
  }
}
