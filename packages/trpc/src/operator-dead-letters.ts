import { insertAudit, instanceChain } from '@entente/db/audit'
import { listDeadLetters, retryJob } from '@entente/db/dead-letters'
import { idOf } from '@entente/domain/id'
import { deadLetterListInput } from '@entente/domain/operator-list'
import { z } from 'zod'
import { actorOf } from './gates.ts'
import { operatorMutation, operatorQuery } from './operator-gates.ts'
import { refused } from './refused.ts'
import { t } from './trpc.ts'

export const operatorDeadLetters = t.router({
  /** Jobs that failed for good, newest first: what they were, never whom they concern (design 6). */
  list: operatorQuery('dead_letters.view')
    .input(deadLetterListInput)
    .query(({ ctx: { db }, input }) => listDeadLetters(db, input)),

  /** Lets a job be tried again under its own id, so that what it had done already is not done twice. */
  retry: operatorMutation('dead_letters.retry')
    .input(z.object({ id: idOf<'outbox'>() }))
    .mutation(async ({ ctx, input: { id } }) => {
      const now = ctx.clock()
      const retried = await retryJob(ctx.db, id, ctx.session.account.id, now)
      if (!retried) throw refused({ code: 'already_retried' })
      const entry = {
        organisationId: instanceChain,
        action: 'dead_letter.retried',
        payload: { outboxId: id },
      }
      await insertAudit(ctx.db, actorOf(ctx), [entry], now)
      return {}
    }),
})
