import { idOf } from '@entente/domain/core/id'
import { may, rolesFor } from '@entente/domain/core/permission'
import { roleNames } from '@entente/i18n/refusal'
import { formAction } from '@entente/site/form-action'
import { notFound, refusalOf } from '@entente/site/refusal'
import { readAnswer, readStatement, renegotiationKeys } from '@entente/site/renegotiation'
import { requireSession } from '@entente/site/session'
import type { RequestEvent } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { roles, organisation } = requireSession(event)
  const { api, t } = event.locals
  const found = await api.renegotiations.withPartner
    .query({ partnerId: partnerOf(event) })
    .catch((cause: unknown) => {
      if (refusalOf(cause)?.code === 'not_found') notFound(t)
      throw cause
    })
  const mayAct = may('customer', roles, 'partner_relationships.ask_end')
  return {
    ...found,
    companies: { partner: found.partner.legalName, customer: organisation?.legalName ?? '' },
    askedRoles: mayAct ? null : roleNames(t, rolesFor('partner_relationships.ask_end')),
    keys: renegotiationKeys(),
    isDone: event.url.searchParams.has('done'),
  }
}

export const actions: Actions = {
  state: (event) =>
    formAction(event, {
      schema: readStatement,
      press: 'common.renegotiation.state',
      send: (input) =>
        event.locals.api.renegotiations.stateToPartner.mutate({ ...input, partnerId: partnerOf(event) }),
      fields: { attestation_missing: 'attested' },
      next: `${event.url.pathname}?done`,
    }),

  answer: (event) =>
    formAction(event, {
      schema: readAnswer,
      press: ({ act = '' }) =>
        `common.renegotiation.${act === 'attest' || act === 'decline' ? act : 'withdraw'}`,
      send: (input) =>
        event.locals.api.renegotiations.answerPartner.mutate({ ...input, partnerId: partnerOf(event) }),
      fields: { attestation_missing: 'attested' },
      next: `${event.url.pathname}?done`,
    }),
}

function partnerOf({ locals, params }: RequestEvent<{ partner: string }>) {
  const id = idOf<'organisation'>().safeParse(params.partner)
  if (!id.success) notFound(locals.t)
  return id.data
}
