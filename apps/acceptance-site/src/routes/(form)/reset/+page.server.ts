import { emailAddress } from '@entente/domain/account'
import { formValues, newIdempotencyKey } from '@entente/site/form'
import { failWith } from '@entente/site/refusal'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { failWithFields } from '#lib/refused-fields.ts'
import type { Actions, PageServerLoad } from './$types'

const resetRequest = z.object({ email: emailAddress })

export const load: PageServerLoad = ({ url }) => ({
  isSent: url.searchParams.has('sent'),
  idempotencyKey: newIdempotencyKey(),
})

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const { api, t } = locals
    const { idempotencyKey = '', ...values } = await formValues(request)
    const input = resetRequest.safeParse(values)
    if (!input.success) return failWithFields(t, input.error, values)
    try {
      await api.account.requestReset.mutate({ ...input.data, audience: 'customer', idempotencyKey })
    } catch (cause) {
      return failWith(cause, t, values)
    }
    redirect(303, '/reset?sent=yes')
  },
}
