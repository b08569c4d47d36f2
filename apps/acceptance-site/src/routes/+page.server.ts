import { may } from '@entente/domain/core/permission'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
  const { roles } = requireSession(event)
  redirect(303, may('customer', roles, 'partner_relationships.view') ? '/partner-relationships' : '/account')
}
