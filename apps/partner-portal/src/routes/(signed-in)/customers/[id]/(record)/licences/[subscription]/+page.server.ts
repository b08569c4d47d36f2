import { idOf } from '@entente/domain/core/id'
import { licenceRunMax, startLicencesInput } from '@entente/domain/customer/licence'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { listHref, textOf } from '@entente/site/list-href'
import { notFound, refusalOf } from '@entente/site/refusal'
import { inArea } from '#lib/customer/area.server.ts'
import { atCustomer, lacksReason, reasonIn } from '#lib/customer/reason.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const subscription = idOf<'subscription'>()

function idIn({ params, locals }: RequestEvent) {
  const id = subscription.safeParse(params.subscription)
  return id.success ? id.data : notFound(locals.t)
}

export const load: PageServerLoad = async (event) => {
  const { api, t } = event.locals
  const { searchParams } = event.url
  const state = { search: textOf(searchParams, 'search'), cursor: textOf(searchParams, 'cursor', 1000) }
  const found = await inArea(event, 'customer_licences.view', async (record) =>
    lacksReason(record, event.url)
      ? null
      : api.customerLicences.get
          .query({ ...atCustomer(event), ...state, subscriptionId: idIn(event) })
          .catch((cause: unknown) =>
            refusalOf(cause)?.code === 'not_found' ? notFound(t) : Promise.reject(cause),
          ),
  )
  return {
    ...{ found, state, reason: reasonIn(event.url), max: licenceRunMax },
    ...{ idempotencyKey: newIdempotencyKey(), manyKey: newIdempotencyKey() },
  }
}

export const actions: Actions = {
  default: (event) => {
    const base = `/customers/${event.params.id}/licences/${event.params.subscription}`
    return formAction(event, {
      schema: (values, form) =>
        startLicencesInput.safeParse({
          ...{ act: values.act, userNames: values.userNames ?? '', userIds: form.getAll('user') },
          subscriptionId: idIn(event),
        }),
      send: (input) =>
        event.locals.api.customerLicences.start.mutate({
          ...{ ...input, userNames: input.userNames.join('\n') },
          ...atCustomer(event),
        }),
      fields: { licence_users_unknown: 'userNames' },
      next: ({ runId }) => listHref(`${base}/runs/${runId}`, { reason: reasonIn(event.url) }),
    })
  },
}
