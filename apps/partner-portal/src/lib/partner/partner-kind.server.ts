import { type PartnerKind, partnerKinds } from '@entente/domain/core/organisation'
import { type RequestEvent, redirect } from '@sveltejs/kit'

/** The kind that was chosen on the Welcome page; back there when there is none that this cloud takes. */
export function chosenKind({ url, locals }: Pick<RequestEvent, 'url' | 'locals'>): PartnerKind {
  const kind = partnerKinds.find((known) => known === url.searchParams.get('kind'))
  return kind && locals.cloud.enrolment.kinds.includes(kind) ? kind : redirect(303, '/enrol')
}
