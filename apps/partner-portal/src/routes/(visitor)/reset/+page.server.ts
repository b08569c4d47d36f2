import { emailAddress } from '@entente/domain/account'
import { formValues, newIdempotencyKey } from '@entente/site/form'
import { fieldMessages } from '@entente/site/form-errors'
import { failWith } from '@entente/site/refusal'
import { fail, redirect } from '@sveltejs/kit'
import { z } from 'zod'
import type { Actions, PageServerLoad } from './$types'

const resetRequest = z.object({ email: emailAddress })

export const load: PageServerLoad = ({ url }) => ({
  isSent: url.searchParams.has('sent'),
  idempotencyKey: newIdempotencyKey(),
})

export const actions: Actions = {
  default: async ({ locals: { api, t }, request }) => {
    const values = await formValues(request)
    const { idempotencyKey = '' } = values
    const input = resetRequest.safeParse(values)
    if (!input.success) {
      const fields = fieldMessages(t, input.error, values)
      return fail(400, { message: t('errors.invalid_input'), fields, values })
    }
    try {
      await api.account.requestReset.mutate({ ...input.data, audience: 'partner', idempotencyKey })
    } catch (error) {
      return failWith(error, t, values)
    }
    redirect(303, '/reset?sent')
  },
}
