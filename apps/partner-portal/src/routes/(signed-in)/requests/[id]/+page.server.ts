import { idOf } from '@entente/domain/core/id'
import { may } from '@entente/domain/core/permission'
import { emailAddress } from '@entente/domain/identity/account'
import { formValues, newIdempotencyKey } from '@entente/site/form'
import { notFound } from '@entente/site/refusal'
import { failAtField, failWithFields } from '@entente/site/refused-fields'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { addressField } from '#lib/relationship/send-again.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { api, cloud, t } = event.locals
  const { roles } = requireSession(event)
  event.depends('list:requests')
  const id = idOf<'request'>().safeParse(event.params.id)
  if (!id.success) notFound(t)
  const { counter } = await api.relationshipRequest.counter.query()
  const entry = await api.relationshipRequest.get.query({ id: id.data })
  const needed =
    entry.withPrivileges && cloud.privilegesChoice
      ? 'relationship_request.include_privileges'
      : 'relationship_request.prepare'
  return {
    counter,
    entry,
    idempotencyKey: newIdempotencyKey(),
    isJustSent: event.url.searchParams.has('sent'),
    isSentAgain: event.url.searchParams.has('again'),
    maySendAgain: may('partner', roles, needed),
  }
}

export const actions: Actions = {
  sendAgain: async (event) => {
    const { api, t } = event.locals
    const values = await formValues(event.request)
    const recipientId = idOf<'recipient'>().safeParse(values.recipientId)
    if (!recipientId.success) notFound(t)
    const field = addressField(recipientId.data)
    const posted = z.object({ [field]: emailAddress }).safeParse(values)
    if (!posted.success) return failWithFields(t, posted.error, values)
    try {
      await api.relationshipRequest.sendAgain.mutate({
        recipientId: recipientId.data,
        address: posted.data[field] ?? '',
        idempotencyKey: values.idempotencyKey ?? '',
      })
    } catch (cause) {
      return failAtField(t, cause, values, {
        invalid_input: field,
        recipient_recently_mailed: field,
        recipient_complained: field,
        recipient_bounced: field,
        domain_limit_reached: field,
      })
    }
    redirect(303, `/requests/${event.params.id}?again`)
  },
}
