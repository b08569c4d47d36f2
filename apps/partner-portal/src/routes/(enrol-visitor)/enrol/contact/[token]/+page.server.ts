import { confirmContactInput } from '@entente/domain/enrolment/enrolment-input'
import { formValues, newIdempotencyKey } from '@entente/site/form'
import { failWith } from '@entente/site/refusal'
import { failWithFields } from '@entente/site/refused-fields'
import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

// Opening this page proves nothing and changes nothing: mail scanners open it too (R-101, S7).
export const load: PageServerLoad = async ({ locals, params }) => ({
  ...(await locals.api.enrolment.contactStatus.query({ token: params.token })),
  idempotencyKey: newIdempotencyKey(),
})

export const actions: Actions = {
  confirm: async ({ locals, params, request, url }) => {
    const { api, t } = locals
    const { idempotencyKey = '', ...values } = await formValues(request)
    const ticks = { signedUp: values.signedUp === 'on', addressIsOurs: values.addressIsOurs === 'on' }
    const input = confirmContactInput.safeParse({ token: params.token, ...ticks })
    if (!input.success) return failWithFields(t, input.error, values)
    try {
      await api.enrolment.confirmContact.mutate({ ...input.data, idempotencyKey })
    } catch (cause) {
      return failWith(cause, t, values)
    }
    redirect(303, url.pathname)
  },

  deny: async ({ locals, params, request, url }) => {
    const { api, t } = locals
    const { idempotencyKey = '', ...values } = await formValues(request)
    try {
      await api.enrolment.denyContact.mutate({ token: params.token, idempotencyKey })
    } catch (cause) {
      return failWith(cause, t, values)
    }
    redirect(303, url.pathname)
  },
}
