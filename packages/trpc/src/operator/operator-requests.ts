import type { OperatorDb } from '@entente/db/core/scopes'
import { accountsWithSecondFactor, resetSecondFactor } from '@entente/db/identity/second-factors'
import { endSessionsOfAccount, lockAccount } from '@entente/db/operator/operator-accounts'
import {
  findRequest,
  insertOperatorRequest,
  listOpenRequests,
  listUnsettled,
  type StoredRequest,
  settleRequest,
} from '@entente/db/operator/operator-requests'
import type { Id } from '@entente/domain/core/id'
import type { Result } from '@entente/domain/core/result'
import {
  askForAct,
  askResetInput,
  confirmRequest,
  type OperatorRequest,
  type OperatorRequestRefusal,
  operatorRequestIdInput,
  withdrawRequest,
} from '@entente/domain/operator/operator-request'
import { enqueue } from '@entente/queue/enqueue'
import type { Context } from '../core/context.ts'
import { type OperatorSession, operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { recordAboutAccount } from './account-record.ts'

type ActContext = Context & { db: OperatorDb; session: OperatorSession }

/** Acts that one operator asks for and another one confirms. */
export const operatorRequests = t.router({
  list: operatorQuery('operator_requests.view').query(async ({ ctx: { db, session, now } }) => ({
    requests: (await listOpenRequests(db, now)).map(({ askedBy, ...request }) => ({
      ...request,
      isOwn: askedBy === session.account.id,
    })),
  })),

  /** Asks for the reset of a second factor that its owner lost. */
  askReset: operatorMutation('operator_requests.ask', { fresh: true })
    .input(askResetInput)
    .mutation(async ({ ctx, input: { id: targetId, reason } }) => {
      const { db, session, now } = ctx
      await lockPersonWithFactor(db, targetId)
      const kind = 'reset_second_factor'
      const expiresAt = settled(askForAct(await listUnsettled(db, kind, targetId), now))
      const asked = { kind, targetId, reason, askedBy: session.account.id, expiresAt } as const
      const id = await insertOperatorRequest(db, asked, now)
      await recordAboutAccount(ctx, 'second_factor.reset_asked', targetId, { requestId: id, reason })
      return { id, expiresAt }
    }),

  /** The second operator confirms, and that does the act. */
  confirm: operatorMutation('operator_requests.confirm', { fresh: true })
    .input(operatorRequestIdInput)
    .mutation(async ({ ctx, input: { id } }) => {
      const { db, session, now } = ctx
      const request = await settle(ctx, id, (asked) => confirmRequest(asked, session.account.id, now))
      // Every kind so far is about an account.
      const accountId = request.targetId as Id<'account'>
      await lockPersonWithFactor(db, accountId)
      await resetSecondFactor(db, accountId, now)
      await endSessionsOfAccount(db, accountId, now)
      const askedBy = request.askedBy
      const places = await recordAboutAccount(ctx, 'second_factor.reset', accountId, {
        requestId: id,
        askedBy,
      })
      await enqueue(
        db,
        places.slice(0, 1).map(({ organisationId, membershipId, audience }) => ({
          name: 'mail.second-factor-reset' as const,
          data: { organisationId, audience, membershipId, by: 'operator' as const },
        })),
        now,
      )
      return {}
    }),

  withdraw: operatorMutation('operator_requests.ask')
    .input(operatorRequestIdInput)
    .mutation(async ({ ctx, input: { id } }) => {
      const request = await settle(ctx, id, (asked) => withdrawRequest(asked, ctx.now))
      const accountId = request.targetId as Id<'account'>
      await recordAboutAccount(ctx, 'second_factor.reset_withdrawn', accountId, { requestId: id })
      return {}
    }),
})

type Settled = Result<'confirmed' | 'withdrawn', OperatorRequestRefusal>

/** Settles a request as decided. Of two operators at once, the second is told what the first did. */
async function settle(
  ctx: ActContext,
  id: Id<'operator_request'>,
  decide: (request: OperatorRequest) => Settled,
): Promise<StoredRequest> {
  const { db, session, now } = ctx
  const request = await findRequest(db, id)
  if (!request) throw refused({ code: 'not_found' })
  if (await settleRequest(db, id, settled(decide(request)), session.account.id, now)) return request
  return settle(ctx, id, decide)
}

async function lockPersonWithFactor(db: OperatorDb, id: Id<'account'>): Promise<void> {
  if (!(await lockAccount(db, id))) throw refused({ code: 'not_found' })
  if ((await accountsWithSecondFactor(db, [id])).size === 0) throw refused({ code: 'no_second_factor' })
}
