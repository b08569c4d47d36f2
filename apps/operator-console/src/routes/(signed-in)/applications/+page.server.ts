import { requireSession } from '@entente/site/session'
import { daysSince } from '#lib/age.ts'
import { readApplicationFilters, wantedApplications } from '#lib/application-filters.ts'
import { textOf } from '#lib/list-href.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const filters = readApplicationFilters(event.url.searchParams)
  const cursor = textOf(event.url.searchParams, 'cursor', 1000)
  const wanted = { ...wantedApplications(filters), cursor }
  const { applications, nextCursor } = await event.locals.api.operatorEnrolments.list.query(wanted)
  return {
    filters,
    cursor,
    nextCursor,
    applications: applications.map((application) => ({
      ...application,
      days: daysSince(application.stateSince),
    })),
  }
}
