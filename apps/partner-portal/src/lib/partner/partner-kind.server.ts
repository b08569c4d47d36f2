import { type PartnerKind, partnerKinds } from '@entente/domain/core/organisation'
import { type RequestEvent, redirect } from '@sveltejs/kit'

/** The kind chosen on the Welcome page; redirects there if it is missing or this cloud does not accept it. */
export function chosenKind({ url, locals }: Pick<RequestEvent, 'url' | 'locals'>): PartnerKind {
  const kind = partnerKinds.find((known) => known === url.searchParams.get('kind'))
  return kind && locals.cloud.enrolment.kinds.includes(kind) ? kind : redirect(303, '/enrol')
}
