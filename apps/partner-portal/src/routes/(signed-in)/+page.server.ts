import { dayAt, daysBefore } from '@entente/domain/core/local-day'
import { requestDays } from '@entente/domain/relationship/request-filter'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { opens } from '#lib/core/navigation.ts'
import { startOf } from '#lib/core/start.ts'
import { nextSteps } from '#lib/partner/home.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const session = requireSession(event)
  const person = { roles: session.roles, status: session.organisation?.status ?? null }
  if (!opens(person, 'home.view')) redirect(303, startOf(session))
  const { timeZone } = event.locals
  return {
    home: await event.locals.api.home.get.query({ timeZone }),
    next: nextSteps((permission) => opens(person, permission), event.locals.cloud),
    newsFrom: dayAt(daysBefore(new Date(), requestDays.news, timeZone), timeZone),
    may: {
      request: opens(person, 'relationship_request.prepare'),
      addUsers: opens(person, 'users.manage'),
      seeCustomers: opens(person, 'customers.view'),
    },
  }
}
