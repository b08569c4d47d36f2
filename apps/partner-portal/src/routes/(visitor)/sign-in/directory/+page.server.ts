import { safeReturnPath } from '@entente/domain/identity/return-path'
import { directoryOfEmailInput } from '@entente/domain/partner/partner-account-input'
import { leaveForDirectory } from '@entente/site/directory-trip'
import { formAction } from '@entente/site/form-action'
import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, url }) => {
  if (locals.session) redirect(303, safeReturnPath(url.searchParams.get('return'), '/'))
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      isOpen: true,
      schema: directoryOfEmailInput,
      send: ({ email }) => event.locals.api.directorySignIn.start.mutate({ email }),
      next: (answer, { email }) =>
        answer.result === 'go' ? leaveForDirectory(event, answer) : { none: true, email },
    }),
}
