import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { organisation } = requireSession(event)
  return {
    profile: await event.locals.api.ownProfile.get.query(),
    company: { name: organisation?.legalName ?? '', country: organisation?.country ?? '' },
    isSaved: event.url.searchParams.has('saved'),
  }
}
