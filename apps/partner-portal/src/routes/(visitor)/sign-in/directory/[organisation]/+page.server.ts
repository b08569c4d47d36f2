import { safeReturnPath } from '@entente/domain/identity/return-path'
import { leaveForDirectory } from '@entente/site/directory-trip'
import { formAction } from '@entente/site/form-action'
import { redirect } from '@sveltejs/kit'
import { companyOf } from '#lib/partner/directory.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
  if (event.locals.session) redirect(303, safeReturnPath(event.url.searchParams.get('return'), '/'))
  companyOf(event)
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      isOpen: true,
      send: () => event.locals.api.directorySignIn.start.mutate({ organisationId: companyOf(event) }),
      next: (answer) => (answer.result === 'go' ? leaveForDirectory(event, answer) : { none: true }),
    }),
}
