import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { asKeeper } from '@entente/db/core/scopes'
import { askNextCustomers, lockAsking, saveAsking } from '@entente/db/operator/agreement-askings'
import { listGlobalAdmins } from '@entente/db/operator/operator-agreements'
import { enqueue } from '@entente/queue/enqueue'
import { followUp } from '../follow-up.ts'
import type { Handler } from '../handler.ts'

/** How many customers one transaction looks at. */
const stepCustomers = 500

/**
 * Records a mail to each global admin of the next customers that have to accept the newest agreement, in one transaction with how far it
 * has come and the job that goes on. A worker that dies in it leaves nothing behind; a run too many finds the next ones.
 */
export const agreementAskCustomers: Handler<'agreement.ask-customers'> = async (tools, { askingId }, job) => {
  const { database, cloud, clock } = tools
  await asKeeper(database, async (db) => {
    const asking = await lockAsking(db, askingId)
    if (!asking) return
    const now = clock()
    const { agreement, version } = asking
    // An upgrade may have brought a newer version meanwhile: nobody is asked for this one any more.
    const isCurrent = cloud.agreements.customer.version === version
    const step = isCurrent ? await askNextCustomers(db, asking, { now, limit: stepCustomers }) : undefined
    if (!step) {
      await saveAsking(db, askingId, { endedAt: now })
      const { customers, mails } = asking
      const payload = { agreement, version, customers, mails }
      const actor = { kind: 'system' as const, name: job.name, requestId: job.id }
      const entry = { organisationId: instanceChain, action: 'agreement.customers_asked' as const, payload }
      return insertAudit(db, actor, [entry], now)
    }
    const admins = await listGlobalAdmins(db, step.asked)
    const mails = admins.map(({ organisationId: customerId, accountId }) => ({
      name: 'mail.agreement-renewal-due' as const,
      data: { customerId, accountId, version },
    }))
    await saveAsking(db, askingId, {
      takenTo: step.takenTo,
      customers: asking.customers + step.asked.length,
      mails: asking.mails + mails.length,
    })
    const next = {
      ...followUp(job, askingId),
      name: 'agreement.ask-customers' as const,
      data: { askingId },
    }
    await enqueue(db, [...mails, next], now)
  })
}
