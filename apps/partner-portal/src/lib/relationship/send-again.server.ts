import { idOf } from '@entente/domain/core/id'
import { emailAddress } from '@entente/domain/identity/account'
import type { FormValues } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound } from '@entente/site/refusal'
import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { addressField } from './send-again.ts'

/** Corrects the address of one recipient and sends the mail again: on the list, and on the page of the request. */
export const sendAgainAction = <Shown extends string | object>(
  event: RequestEvent,
  next: (sent: { id: string }) => Shown,
) =>
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
    next,
  })

const atAddress = ({ recipientId = '' }: FormValues, message: string) => ({
  [addressField(recipientId)]: [message],
})
