import { may, type Permission } from '@entente/domain/core/permission'
import { refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { error, type RequestEvent } from '@sveltejs/kit'
import { refuseOthers } from './invitation.ts'

/** A partner of the customer, and who decides about it. */
export async function readPartner({ locals }: Pick<RequestEvent, 'locals'>, partnerId: string) {
  try {
    return await locals.api.partnerRelationships.get.query({ partnerId })
  } catch (cause) {
    const code = refusalOf(cause)?.code
    if (code === 'not_found' || code === 'invalid_input') error(404, 'Not Found')
    throw cause
  }
}

/** The partner of an act's page; somebody who may not decide gets the page that says who does. */
export async function readPartnerToDecide(event: RequestEvent, partnerId: string, permission: Permission) {
  const { roles } = requireSession(event)
  const { partner, admins } = await readPartner(event, partnerId)
  if (!may('customer', roles, permission)) refuseOthers(event, admins)
  return partner
}
