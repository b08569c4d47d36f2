import { refusalOf } from '@entente/site/refusal'
import { redirect } from '@sveltejs/kit'
import { reviewPath } from '#lib/core/paths.ts'
import { readPartnerToDecide } from '#lib/relationship/partner-act.server.ts'
import type { PageServerLoad } from './$types'

/** Leads to the partner's invitation. Only a partner that cannot receive privileges now has a page here. */
export const load: PageServerLoad = async (event) => {
  const partner = await readPartnerToDecide(event, event.params.partner, 'invitation.decide')
  const token = await tokenOf(event.locals, partner.id)
  if (token) redirect(303, reviewPath(token))
  return { partner }
}

async function tokenOf({ api }: App.Locals, partnerId: string): Promise<string | undefined> {
  try {
    return (await api.partnerRelationships.link.query({ partnerId })).token
  } catch (cause) {
    if (refusalOf(cause)) return undefined
    throw cause
  }
}
