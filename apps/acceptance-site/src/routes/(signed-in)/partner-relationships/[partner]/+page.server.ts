import { may } from '@entente/domain/core/permission'
import { requireSession } from '@entente/site/session'
import { readPartner } from '#lib/relationship/partner-act.server.ts'
import { isFresh, isRemovedNow } from '#lib/relationship/partner-list.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { organisation, roles } = requireSession(event)
  const { partner, admins } = await readPartner(event, event.params.partner)
  const { searchParams } = event.url
  const now = new Date()
  const moved = searchParams.get('moved')
  const receiver = moved ? await readPartner(event, moved).catch(() => undefined) : undefined
  const got = receiver?.partner.services.filter(({ since }) => isFresh(since, now)) ?? []
  const cursor = searchParams.get('cursor')?.slice(0, 1000) || undefined
  return {
    ...{ partner, admins, cursor },
    organisation: organisation?.legalName ?? '',
    history: await event.locals.api.partnerHistory.list.query({ partnerId: partner.id, cursor }),
    isRemoved: searchParams.has('removed') && partner.services.some((row) => isRemovedNow(row, now)),
    moved: receiver &&
      got.length > 0 && { legalName: receiver.partner.legalName, services: got.map(({ name }) => name) },
    mayDecide: may('customer', roles, 'partner_relationships.remove_roles'),
  }
}
