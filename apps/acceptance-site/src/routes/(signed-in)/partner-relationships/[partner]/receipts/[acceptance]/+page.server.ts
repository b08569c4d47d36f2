import { idOf } from '@entente/domain/core/id'
import { notFound, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { z } from 'zod'
import { readPartner } from '#lib/relationship/partner-act.server.ts'
import type { PageServerLoad } from './$types'

const address = z.object({ partner: idOf<'organisation'>(), acceptance: idOf<'acceptance'>() })

export const load: PageServerLoad = async (event) => {
  const { api, t } = event.locals
  requireSession(event)
  const wanted = address.safeParse(event.params)
  if (!wanted.success) notFound(t)
  const { partner: partnerId, acceptance } = wanted.data
  const [{ partner }, receipt] = await Promise.all([
    readPartner(event, partnerId),
    api.partnerHistory.receipt.query({ partnerId, acceptance }).catch((cause: unknown) => {
      if (refusalOf(cause)?.code === 'not_found') notFound(t)
      throw cause
    }),
  ])
  return { partner: { id: partner.id, legalName: partner.legalName }, receipt }
}
