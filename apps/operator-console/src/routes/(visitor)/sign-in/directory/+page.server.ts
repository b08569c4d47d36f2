import { safeReturnPath } from '@entente/domain/identity/return-path'
import { leaveForDirectory } from '@entente/site/directory-trip'
import { formAction } from '@entente/site/form-action'
import { redirect } from '@sveltejs/kit'
import { start } from '#lib/core/start.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, url }) => {
  if (locals.session) redirect(303, safeReturnPath(url.searchParams.get('return'), start))
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      isOpen: true,
      send: () => event.locals.api.operatorSignIn.start.mutate(),
      next: (departure) =>
        leaveForDirectory(event, departure, safeReturnPath(event.url.searchParams.get('return'), start)),
    }),
}
