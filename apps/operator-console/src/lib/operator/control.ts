import { partnerControlInput } from '@entente/domain/operator/partner-control'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import type { RequestEvent } from '@sveltejs/kit'
import { readAct, whyNot } from '../core/act.ts'
import { findPartner } from './find-partner.ts'

type PartnerEvent = RequestEvent & { params: { id: string } }

/** The actions on a partner's status: the status each leads to, and the API's refusal if the partner already has it. */
const controls = {
  suspend: {
    permission: 'partners.suspend',
    status: 'suspended',
    already: 'already_suspended',
    done: 'suspended',
  },
  lift: { permission: 'partners.suspend', status: 'active', already: 'not_suspended', done: 'lifted' },
  deauthorise: {
    permission: 'partners.deauthorise',
    status: 'deauthorised',
    already: 'already_deauthorised',
    done: 'deauthorised',
  },
} as const
type Control = keyof typeof controls

/** The data of the page of such an action. */
export async function controlData(event: PartnerEvent, control: Control, isAllowed: boolean) {
  const { partner } = await findPartner(event, event.params.id)
  const { status, already, permission } = controls[control]
  const state = partner.status === status && { code: already }
  return {
    partner,
    idempotencyKey: newIdempotencyKey(),
    refused: whyNot(event.locals, { isAllowed, permission, state }),
  }
}

/** The form action of that page. */
export function controlPartner(event: PartnerEvent, control: Control) {
  const { id } = event.params
  return formAction(event, {
    schema: (values) => readAct(partnerControlInput, values, { id }),
    send: (input) => event.locals.api.operatorPartners[control].mutate(input),
    next: `/partners/${id}?done=${controls[control].done}`,
  })
}
