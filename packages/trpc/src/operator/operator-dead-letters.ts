import { type AuditEntry, insertAudit, instanceChain } from '@entente/db/core/audit'
import { listDeadLetters, retryJob } from '@entente/db/core/dead-letters'
import { idOf } from '@entente/domain/core/id'
import { deadLetterListInput } from '@entente/domain/operator/operator-list'
import { z } from 'zod'
import { actorOf } from '../core/gates.ts'
import { operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'

export const operatorDeadLetters = t.router({
  /** Jobs that failed for good, newest first: which job and why, never the data that says whom it concerns. */
  list: operatorQuery('dead_letters.view')
    .input(deadLetterListInput)
    .query(({ ctx: { db }, input }) => listDeadLetters(db, input)),

  /** Lets a job run again under its own id, so that it does not repeat what it had already done. */
  retry: operatorMutation('dead_letters.retry')
    .input(z.object({ id: idOf<'outbox'>() }))
    .mutation(async ({ ctx, input: { id } }) => {
      const retried = await retryJob(ctx.db, id, ctx.session.account.id, ctx.now)
      if (!retried) throw refused({ code: 'already_retried' })
      const entry: AuditEntry = {
        organisationId: instanceChain,
        action: 'dead_letter.retried',
        payload: { outboxId: id },
      }
      await insertAudit(ctx.db, actorOf(ctx), [entry], ctx.now)
      return {}
    }),
})
