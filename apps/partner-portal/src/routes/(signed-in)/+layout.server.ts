import { may } from '@entente/domain/core/permission'
import { mayAuthorLinks } from '@entente/domain/relationship/relationship-link'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { commandsFor } from '#lib/core/commands.ts'
import { navigationFor } from '#lib/core/navigation.ts'
import type { LayoutServerLoad } from './$types'

/** What the person may do. Pages hide the rest or name the required role; the API checks permissions itself. */
export const load: LayoutServerLoad = async (event) => {
  const { roles, organisation, hasCompanies } = requireSession(event)
  // Until its agreement is signed, a company has only its application and its people's own accounts.
  if (
    organisation?.status === 'enrolling' &&
    !/^\/(?:account|confirm-its-you)(?:\/|$)/.test(event.url.pathname)
  )
    redirect(303, '/enrol/status')
  const { cloud } = event.locals
  const kind = organisation?.partnerKind ?? null
  const makesLinks = kind !== null && mayAuthorLinks(cloud, kind).ok
  // Without the two tiers, everybody has the pages of a direct-bill partner.
  const person = {
    ...{ roles, status: organisation?.status ?? null },
    kind: kind && (cloud.indirect.isOn ? kind : 'direct_bill'),
  }
  return {
    navigation: navigationFor({ ...person, cloud }),
    commands: commandsFor({ ...person, makesLinks, hasCompanies, cloud }),
    can: {
      request: may('partner', roles, 'relationship_request.prepare'),
      makeLinks: makesLinks,
    },
    isSuspended: organisation?.status === 'suspended',
    suspension: organisation?.status === 'suspended' ? await event.locals.api.home.suspension.query() : null,
  }
}
