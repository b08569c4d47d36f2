import { revokeLinkInput } from '@entente/domain/operator/partner-control'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound } from '@entente/site/refusal'
import { readAct, whyNot } from '#lib/core/act.ts'
import { findPartner } from '#lib/operator/find-partner.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { partner, links } = await findPartner(event, event.params.id)
  const { can } = await event.parent()
  const link = links.find(({ id }) => id === event.params.link)
  if (!link) notFound(event.locals.t)
  return {
    partner,
    link,
    idempotencyKey: newIdempotencyKey(),
    refused: whyNot(event.locals, { isAllowed: can.revoke, permission: 'links.revoke' }),
  }
}

export const actions: Actions = {
  default: (event) => {
    const { id, link } = event.params
    return formAction(event, {
      schema: (values) => readAct(revokeLinkInput, values, { id: link }),
      press: 'operator.revoke.submit',
      send: (input) => event.locals.api.operatorPartners.revokeLink.mutate(input),
      fields: { name_not_typed: 'typedName' },
      next: `/partners/${id}?done=revoked`,
    })
  },
}
