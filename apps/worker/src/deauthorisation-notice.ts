import type { PartnerDb } from '@entente/db/core/scopes'
import { findPartnerCard } from '@entente/db/identity/organisations'
import { findOpenNotice } from '@entente/db/operator/deauthorisation-notices'
import { isWarned } from '@entente/domain/operator/partner-control'
import type { jobs } from '@entente/queue/jobs'
import type { z } from 'zod'

type Noticed = z.output<(typeof jobs)['partner.deauthorisation-near']>

/** The notice of a job with its partner; undefined when it was withdrawn, or no longer tells the truth. */
export async function findNotice(db: PartnerDb, { partnerId, noticeId }: Noticed, now: Date) {
  const [notice, partner] = [await findOpenNotice(db, partnerId), await findPartnerCard(db, partnerId)]
  return notice?.id === noticeId && partner && isWarned(partner, notice, now)
    ? { notice, partner }
    : undefined
}
