import { moveRolesInput } from '@entente/domain/relationship/role-move'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { readPartner, readPartnerToDecide } from '#lib/relationship/partner-act.server.ts'
import { backHref } from '#lib/relationship/partner-list.ts'
import { postedHolders } from '#lib/relationship/posted-holders.ts'
import type { Actions, PageServerLoad } from './$types'

// Two steps without a script: the choice, whose form leads here again by GET, and the page that says before and after.
export const load: PageServerLoad = async (event) => {
  const { locals, params, url } = event
  const partner = await readPartnerToDecide(event, params.partner, 'invitation.decide')
  const receivers = await locals.api.partnerRelationships.receivers.query()
  const others = receivers.filter(({ id }) => id !== partner.id)
  const wanted = url.searchParams.getAll('service')
  const held = partner.services.filter((row) => row.held)
  const moved = held.filter(({ service }) => wanted.includes(service))
  const to = others.find(({ id }) => id === url.searchParams.get('to'))
  return {
    ...{ partner, others, held, moved },
    receiver: to && moved.length > 0 ? (await readPartner(event, to.id)).partner : undefined,
    /** The choice was sent, and is not complete. */
    isIncomplete: url.searchParams.has('to'),
    from: url.searchParams.get('from'),
    back: backHref(url, partner.id),
    agreement: locals.cloud.agreements.customer,
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  default: (event) => {
    const { params, url, locals } = event
    const to = url.searchParams.get('to') ?? ''
    return formAction(event, {
      schema: (values) =>
        moveRolesInput.safeParse({
          partnerId: to,
          services: postedHolders(values).map(({ service, holder: holderSeen }) => ({ service, holderSeen })),
          agreement: { accepted: values.agreement === 'on', version: values.agreementVersion ?? '' },
        }),
      press: 'acceptance.move_roles.confirm',
      send: (input) => locals.api.partnerRelationships.moveRoles.mutate(input),
      fields: { agreement_not_accepted: 'agreement' },
      next: backHref(url, params.partner, { moved: to }),
    })
  },
}
