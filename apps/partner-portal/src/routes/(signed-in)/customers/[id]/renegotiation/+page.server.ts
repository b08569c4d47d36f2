import { may, rolesFor } from '@entente/domain/core/permission'
import { roleNames } from '@entente/i18n/refusal'
import { formAction } from '@entente/site/form-action'
import { notFound } from '@entente/site/refusal'
import { readAnswer, readStatement, renegotiationKeys } from '@entente/site/renegotiation'
import { requireSession } from '@entente/site/session'
import type { RequestEvent } from '@sveltejs/kit'
import { findRecord } from '#lib/relationship/customer-record.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { roles, organisation } = requireSession(event)
  const { api, t } = event.locals
  const record = await recordOf(event)
  return {
    ...(await api.renegotiations.atCustomer.query({ id: record.id })),
    record: { id: record.id, name: record.account.name },
    companies: { partner: organisation?.legalName ?? '', customer: record.account.name },
    askedRoles: may('partner', roles, 'customers.remove') ? null : roleNames(t, rolesFor('customers.remove')),
    keys: renegotiationKeys(),
    isDone: event.url.searchParams.has('done'),
  }
}

export const actions: Actions = {
  state: async (event) => {
    const { id } = await recordOf(event)
    return formAction(event, {
      schema: readStatement,
      press: 'common.renegotiation.state',
      send: (input) => event.locals.api.renegotiations.stateToCustomer.mutate({ ...input, id }),
      fields: { attestation_missing: 'attested' },
      next: `/customers/${id}/renegotiation?done`,
    })
  },

  answer: async (event) => {
    const { id } = await recordOf(event)
    return formAction(event, {
      schema: readAnswer,
      press: ({ act = '' }) =>
        `common.renegotiation.${act === 'attest' || act === 'decline' ? act : 'withdraw'}`,
      send: (input) => event.locals.api.renegotiations.answerCustomer.mutate({ ...input, id }),
      fields: { attestation_missing: 'attested' },
      next: `/customers/${id}/renegotiation?done`,
    })
  },
}

async function recordOf({ locals, params }: RequestEvent<{ id: string }>) {
  const record = await findRecord(locals.api, params.id)
  if (!record) notFound(locals.t)
  return record
}
