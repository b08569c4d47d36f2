import { removeUnusedInput, unusedGrantsInput } from '@entente/domain/relationship/unused-grant'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { readAct, whyNot } from '#lib/core/act.ts'
import type { Actions, PageServerLoad } from './$types'

const path = '/unused-privileges'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { can } = await event.parent()
  const permission = 'unused_grants.remove'
  const refused = whyNot(event.locals, { isAllowed: can.removeUnused, permission })
  const wanted = unusedGrantsInput.safeParse({ ids: event.url.searchParams.getAll('id') })
  if (!wanted.success || refused) redirect(303, path)
  return {
    grants: await event.locals.api.operatorUnusedGrants.review.query(wanted.data),
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  default: (event) => {
    const ids = event.url.searchParams.getAll('id')
    return formAction(event, {
      schema: (values) => readAct(removeUnusedInput, values, { ids }),
      press: 'operator.unused.submit',
      send: (input) => event.locals.api.operatorUnusedGrants.remove.mutate(input),
      next: ({ removed, left }) => `${path}?removed=${removed}&left=${left}`,
    })
  },
}
