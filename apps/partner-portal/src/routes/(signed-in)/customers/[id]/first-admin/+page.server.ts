import { idOf } from '@entente/domain/core/id'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { RequestEvent } from '@sveltejs/kit'
import { sayWhyNot } from '#lib/partner/users.server.ts'
import type { Actions, PageServerLoad } from './$types'

function idIn({ locals, params }: RequestEvent & { params: { id: string } }) {
  const id = idOf<'relationship'>().safeParse(params.id)
  if (!id.success) notFound(locals.t)
  return id.data
}

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const id = idIn(event)
  const admin = await event.locals.api.addedCustomers.firstAdmin.query({ id }).catch((cause: unknown) => {
    if (refusalOf(cause)?.code === 'not_found') notFound(event.locals.t)
    return sayWhyNot(event, cause)
  })
  if (!admin) notFound(event.locals.t)
  return { id, admin, idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  /** The response itself shows the password, which never goes into a cookie, a URL or a store. */
  default: (event) =>
    formAction(event, {
      press: 'portal.first_admin.submit',
      send: (keyed) => event.locals.api.addedCustomers.firstPassword.mutate({ ...keyed, id: idIn(event) }),
      next: ({ name, email, site, until, ...once }) => {
        const { temporaryPassword } = once as { temporaryPassword?: string }
        return { made: { name }, shown: temporaryPassword ? { site, email, until, temporaryPassword } : null }
      },
    }),
}
