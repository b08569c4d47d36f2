import { insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { findReferable, insertReferral, listAllReferrals } from '@entente/db/customer/referrals'
import { createReferral, referralListInput, referToPartnerInput } from '@entente/domain/customer/referral'
import { enqueue } from '@entente/queue/enqueue'
import { actorOf } from '../core/gates.ts'
import { operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { contactOf, createdEntry, needReferrals, waitingJob } from './referrals.ts'

/** The operator refers customers to partners (R-143, §4.11). */
export const operatorReferrals = t.router({
  /** Every partner's referrals, without who asks. */
  list: operatorQuery('referral_register.view')
    .input(referralListInput)
    .query(({ ctx, input }) => {
      needReferrals(ctx)
      return listAllReferrals(ctx.db, input, ctx.now)
    }),

  refer: operatorMutation('referral_register.refer')
    .input(referToPartnerInput)
    .mutation(async ({ ctx, input }) => {
      const { partnerId, company, country, message } = input
      const { db, session, cloud, now } = ctx
      const partner = await findReferable(db, partnerId)
      if (!partner) throw refused({ code: 'not_found' })
      const made = settled(createReferral(cloud, 'operator', partner, now))
      const referral = {
        ...{ id: newId<'referral'>(), partnerId, source: 'operator' as const },
        ...{ company, country, message, operatorId: session.account.id },
      }
      await insertReferral(db, { ...referral, ...made, createdAt: now }, contactOf(input))
      await insertAudit(db, actorOf(ctx), [createdEntry(referral)], now)
      await enqueue(db, [waitingJob(referral)], now)
      return { id: referral.id }
    }),
})
