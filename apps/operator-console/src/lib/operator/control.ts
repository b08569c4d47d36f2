import type { PartnerStanding } from '@entente/domain/core/organisation'
import {
  announceDeauthorisation,
  announceInput,
  deauthorise,
  deauthoriseInput,
  earliestEnd,
  endOf,
  freeze,
  lift,
  suspend,
  suspendInput,
  thaw,
  withdrawDeauthorisation,
} from '@entente/domain/operator/partner-control'
import { listProvider, unlistProvider } from '@entente/domain/partner/provider-entry'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import type { RequestEvent } from '@sveltejs/kit'
import { readAct, whyNot } from '../core/act.ts'
import { findPartner } from './find-partner.ts'

type PartnerEvent = RequestEvent & { params: { id: string } }

type Notice = { endsAt: Date } | undefined
type Entry = { listedAt: Date | null } | undefined

/** The actions on a partner: who may, the domain's decision, and what the partner's page then says. */
const controls = {
  suspend: {
    permission: 'partners.suspend',
    decide: suspend,
    done: 'suspended',
    press: 'operator.suspend.submit',
  },
  lift: { permission: 'partners.suspend', decide: lift, done: 'lifted', press: 'operator.lift.submit' },
  freeze: {
    permission: 'partners.suspend',
    decide: (partner: PartnerStanding) => freeze(partner, new Date()),
    done: 'frozen',
    press: 'operator.freeze.submit',
  },
  thaw: { permission: 'partners.suspend', decide: thaw, done: 'thawed', press: 'operator.thaw.submit' },
  deauthorise: {
    permission: 'partners.deauthorise',
    decide: deauthorise,
    done: 'deauthorised',
    press: 'operator.deauthorise.submit',
  },
  announceDeauthorisation: {
    permission: 'partners.deauthorise',
    decide: (partner: PartnerStanding, notice: Notice) => {
      const now = new Date()
      return announceDeauthorisation(partner, notice, endOf(earliestEnd(now)), now)
    },
    done: 'announced',
    press: 'operator.announce.submit',
  },
  withdrawDeauthorisation: {
    permission: 'partners.deauthorise',
    decide: (_: PartnerStanding, notice: Notice) => withdrawDeauthorisation(notice),
    done: 'withdrawn',
    press: 'operator.withdraw.submit',
  },
  listProvider: {
    permission: 'partners.list_providers',
    decide: (partner: PartnerStanding, _: Notice, entry: Entry) => listProvider(partner, entry),
    done: 'listed',
    press: 'operator.list_provider.submit',
  },
  unlistProvider: {
    permission: 'partners.list_providers',
    decide: (_: PartnerStanding, __: Notice, entry: Entry) => unlistProvider(entry),
    done: 'unlisted',
    press: 'operator.unlist_provider.submit',
  },
} as const
type Control = keyof typeof controls

/** The data of the page of such an action. */
export async function controlData(event: PartnerEvent, control: Control, isAllowed: boolean) {
  const { partner, notice, entry, customersWithPrivileges, fourEyes } = await findPartner(
    event,
    event.params.id,
  )
  const { permission, decide } = controls[control]
  const { status, privilegesFrozenAt } = partner
  const frozenAt = privilegesFrozenAt === null ? null : new Date(privilegesFrozenAt)
  const decision = decide(
    { status, privilegesFrozenAt: frozenAt },
    notice ? { endsAt: new Date(notice.endsAt) } : undefined,
    entry ? { listedAt: entry.listedAt === null ? null : new Date(entry.listedAt) } : undefined,
  )
  return {
    partner,
    notice,
    customersWithPrivileges,
    fourEyes,
    idempotencyKey: newIdempotencyKey(),
    refused: whyNot(event.locals, { isAllowed, permission, state: !decision.ok && decision.refusal }),
  }
}

/** The form action of that page. */
export function controlPartner(
  event: PartnerEvent,
  control: Exclude<Control, 'announceDeauthorisation' | Told>,
) {
  const { id } = event.params
  return formAction(event, {
    schema: (values) => readAct(deauthoriseInput, values, { id }),
    press: controls[control].press,
    send: (input) => event.locals.api.operatorPartners[control].mutate(input),
    fields: { name_not_typed: 'typedName' },
    next: (result) =>
      'asked' in result && result.asked
        ? '/requests?done=asked'
        : `/partners/${id}?done=${controls[control].done}`,
  })
}

type Told = 'suspend' | 'lift'

/** The form action of a page that also says what the partner is told. Only a suspension can freeze in the same act. */
export function tellPartner(event: PartnerEvent, control: Told) {
  const { id } = event.params
  return formAction(event, {
    schema: (values) =>
      readAct(suspendInput, values, {
        id,
        told: (values.told ?? '').replace(/\s+/g, ' '),
        freeze: values.freeze !== undefined,
      }),
    press: controls[control].press,
    send: (input) => event.locals.api.operatorPartners[control].mutate(input),
    next: `/partners/${id}?done=${controls[control].done}`,
  })
}

/** The form action that announces the end of a partner's authorisation. */
export function announce(event: PartnerEvent) {
  const { id } = event.params
  return formAction(event, {
    schema: (values) => readAct(announceInput, values, { id }),
    press: controls.announceDeauthorisation.press,
    send: (input) => event.locals.api.operatorPartners.announceDeauthorisation.mutate(input),
    fields: { notice_too_short: 'endsOn' },
    next: `/partners/${id}?done=${controls.announceDeauthorisation.done}`,
  })
}
