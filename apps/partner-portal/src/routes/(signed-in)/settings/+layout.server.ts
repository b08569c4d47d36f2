import { requireSession } from '@entente/site/session'
import { opens, sectionsOf } from '#lib/core/navigation.ts'
import type { LayoutServerLoad } from './$types'

/** The sections of the settings that the person may open, for the navigation on each of their pages. */
export const load: LayoutServerLoad = (event) => {
  const { roles, organisation } = requireSession(event)
  const person = { roles, status: organisation?.status ?? null, kind: organisation?.partnerKind ?? null }
  return {
    openSections: sectionsOf({ ...person, cloud: event.locals.cloud })
      .filter(({ permission }) => opens(person, permission))
      .map(({ href, label }) => ({ href, label })),
  }
}
