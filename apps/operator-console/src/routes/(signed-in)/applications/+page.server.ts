import { textOf } from '@entente/site/list-href'
import { requireSession } from '@entente/site/session'
import { daysSince } from '#lib/core/age.ts'
import { applicationListInput, readApplicationFilters } from '#lib/enrolment/application-filters.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const filters = readApplicationFilters(event.url.searchParams)
  const cursor = textOf(event.url.searchParams, 'cursor', 1000)
  const wanted = { ...applicationListInput(filters), cursor }
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
