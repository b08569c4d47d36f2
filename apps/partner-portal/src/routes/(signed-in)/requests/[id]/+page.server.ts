import { idOf } from '@entente/domain/core/id'
import { may, rolesFor } from '@entente/domain/core/permission'
import { emailAddress } from '@entente/domain/identity/account'
import { composeText, sentParagraphs } from '@entente/domain/relationship/relationship-request'
import { roleNames } from '@entente/i18n/refusal'
import { type FormValues, newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
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
  const withheld = { roles: roleNames(t, rolesFor('relationship_request.include_privileges')) }
  const link = entry.link ?? t('portal.log_entry.text.link_withheld', withheld)
  const needed =
    entry.withPrivileges && cloud.requests.privilegesChoice
      ? 'relationship_request.include_privileges'
      : 'relationship_request.prepare'
  return {
    counter,
    entry,
    idempotencyKey: newIdempotencyKey(),
    isJustSent: event.url.searchParams.has('sent'),
    isSentAgain: event.url.searchParams.has('again'),
    text: composeText(sentParagraphs(entry.paragraphs), link),
    maySendAgain: may('partner', roles, needed),
  }
}

export const actions: Actions = {
  sendAgain: (event) =>
    formAction(event, {
      schema: (values) => {
        const recipientId = idOf<'recipient'>().safeParse(values.recipientId)
        if (!recipientId.success) notFound(event.locals.t)
        const field = addressField(recipientId.data)
        const posted = z.object({ [field]: emailAddress }).safeParse(values)
        if (!posted.success) return posted
        return { success: true, data: { recipientId: recipientId.data, address: posted.data[field] ?? '' } }
      },
      send: (input) => event.locals.api.relationshipRequest.sendAgain.mutate(input),
      fields: {
        invalid_input: atAddress,
        recipient_recently_mailed: atAddress,
        recipient_complained: atAddress,
        recipient_bounced: atAddress,
        recipient_suppressed: atAddress,
        domain_limit_reached: atAddress,
      },
      next: `/requests/${event.params.id}?again`,
    }),
}

const atAddress = ({ recipientId = '' }: FormValues, message: string) => ({
  [addressField(recipientId)]: [message],
})
