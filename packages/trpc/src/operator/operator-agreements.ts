import { insertAudit, instanceChain } from '@entente/db/core/audit'
import {
  askDuePartners,
  countDuePartners,
  listGlobalAdmins,
  listSignedVersions,
} from '@entente/db/operator/operator-agreements'
import { enqueue } from '@entente/queue/enqueue'
import { z } from 'zod'
import { actorOf } from '../core/gates.ts'
import { operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'

// A transaction writes so many jobs in one statement.
const mailsAtOnce = 500

export const operatorAgreements = t.router({
  /** The agreements of the cloud, with the versions that were signed, and how many partners still have to sign the newest. */
  get: operatorQuery('instance.overview').query(async ({ ctx: { db, cloud } }) => {
    const signed = await listSignedVersions(db)
    const { partner, customer } = cloud.agreements
    const of = (audience: 'partner' | 'customer') => signed.filter((row) => row.audience === audience)
    return {
      partner: { current: partner, signed: of('partner'), ...(await countDuePartners(db, partner)) },
      customer: { current: customer, signed: of('customer') },
    }
  }),

  /**
   * Mails the global admins of the partners that signed another version and not the newest. Each partner is asked once for each
   * version, so that a second press reaches only those that are new.
   */
  askPartners: operatorMutation('agreements.ask', { fresh: true })
    .input(z.object({ version: z.string().max(200) }))
    .mutation(async ({ ctx, input: { version } }) => {
      const { db, cloud, session, now } = ctx
      const { name, version: current } = cloud.agreements.partner
      if (version !== current) throw refused({ code: 'agreement_changed' })
      const asked = await askDuePartners(db, { name, version }, session.account.id, now)
      if (asked.length === 0) return { asked: 0 }
      const admins = await listGlobalAdmins(db, asked)
      for (let from = 0; from < admins.length; from += mailsAtOnce) {
        const mails = admins.slice(from, from + mailsAtOnce)
        const jobs = mails.map((data) => ({
          name: 'mail.agreement-due' as const,
          data: { ...data, version },
        }))
        await enqueue(db, jobs, now)
      }
      const payload = { agreement: name, version, partners: asked.length, mails: admins.length }
      const entry = { organisationId: instanceChain, action: 'agreement.asked' as const, payload }
      await insertAudit(db, actorOf(ctx), [entry], now)
      return { asked: asked.length }
    }),
})
