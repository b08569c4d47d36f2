import { may } from '@entente/domain/core/permission'
import { giveUpInput, givingUpInput } from '@entente/domain/relationship/role-removal'
import { type FormValues, newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { roles } = requireSession(event)
  const { api, cloud, t } = event.locals
  if (!may('partner', roles, 'admin_grants.give_up')) notFound(t)
  const idempotencyKey = newIdempotencyKey()
  const wanted = givingUpInput.safeParse({ ids: event.url.searchParams.getAll('id') })
  if (!wanted.success) return { customers: null, services: cloud.services, idempotencyKey }
  const customers = await api.ownPrivileges.review.query(wanted.data).catch((cause: unknown) => {
    if (refusalOf(cause)?.code === 'not_found') return notFound(t)
    throw cause
  })
  return { customers, services: cloud.services, idempotencyKey }
}

/** The ticked services of each customer: a box is named `give.<relationship>.<service>`. */
function chosenIn(values: FormValues) {
  const chosen = Object.keys(values).flatMap((name) => {
    const [kind, id, service] = name.split('.')
    return kind === 'give' && id && service ? { id, service } : []
  })
  return [...Map.groupBy(chosen, ({ id }) => id)].map(([id, rows]) => ({
    id,
    services: rows.map(({ service }) => service),
  }))
}

export const actions: Actions = {
  default: (event) => {
    const { api, t } = event.locals
    return formAction(event, {
      schema: (values) => {
        const customers = chosenIn(values)
        if (customers.length === 0) return { success: false, message: t('portal.give_up.none_chosen') }
        return giveUpInput.safeParse({ customers, tellsCustomers: values.tells === 'on' })
      },
      press: 'portal.give_up.submit',
      send: (input) => api.ownPrivileges.giveUp.mutate(input),
      next: (results) => ({ results }),
    })
  },
}
