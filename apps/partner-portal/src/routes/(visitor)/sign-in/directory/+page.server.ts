import { safeReturnPath } from '@entente/domain/identity/return-path'
import { directoryStartInput } from '@entente/domain/partner/partner-account-input'
import { formValues } from '@entente/site/form'
import { failWith } from '@entente/site/refusal'
import { failWithFields } from '@entente/site/refused-fields'
import { redirect } from '@sveltejs/kit'
import { leaveForDirectory } from '#lib/partner/directory.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, url }) => {
  if (locals.session) redirect(303, safeReturnPath(url.searchParams.get('return'), '/'))
}

export const actions: Actions = {
  default: async (event) => {
    const { api, t } = event.locals
    const values = await formValues(event.request)
    const input = directoryStartInput.safeParse(values)
    if (!input.success) return failWithFields(t, input.error, values)
    try {
      const answer = await api.directorySignIn.start.mutate(input.data)
      return answer.result === 'go'
        ? leaveForDirectory(event, answer)
        : { none: true, email: input.data.email }
    } catch (cause) {
      return failWith(cause, t, values)
    }
  },
}
