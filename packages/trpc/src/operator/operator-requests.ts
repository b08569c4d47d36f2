import type { OperatorDb } from '@entente/db/core/scopes'
import { accountsWithSecondFactor, resetSecondFactor } from '@entente/db/identity/second-factors'
import { endSessionsOfAccounts, lockAccount } from '@entente/db/operator/operator-accounts'
import {
  findRequest,
  listOpenRequests,
  type StoredRequest,
  settleRequest,
} from '@entente/db/operator/operator-requests'
import type { Id } from '@entente/domain/core/id'
import type { Result } from '@entente/domain/core/result'
import {
  askResetInput,
  confirmRequest,
  type OperatorRequest,
  type OperatorRequestKind,
  type OperatorRequestRefusal,
  operatorRequestIdInput,
  withdrawRequest,
} from '@entente/domain/operator/operator-request'
import { enqueue } from '@entente/queue/enqueue'
import { operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { recordAboutAccount } from './account-record.ts'
import { type ActContext, askForConfirmation, recordWithdrawal } from './asked-act.ts'
import { setFourEyes } from './four-eyes.ts'
import { endPartner } from './partner-acts.ts'

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
      await lockPersonWithFactor(ctx.db, targetId)
      return askForConfirmation(ctx, { kind: 'reset_second_factor', targetId, reason })
    }),

  /** The second operator confirms, and that does the act. */
  confirm: operatorMutation('operator_requests.confirm', { fresh: true })
    .input(operatorRequestIdInput)
    .mutation(async ({ ctx, input: { id } }) => {
      const by = ctx.session.account.id
      const request = await settle(ctx, id, (asked) => confirmRequest(asked, by, ctx.now))
      await acts[request.kind](ctx, request)
      return {}
    }),

  withdraw: operatorMutation('operator_requests.ask')
    .input(operatorRequestIdInput)
    .mutation(async ({ ctx, input: { id } }) => {
      const request = await settle(ctx, id, (asked) => withdrawRequest(asked, ctx.now))
      await recordWithdrawal(ctx, request)
      return {}
    }),
})

/** What the second operator's confirmation does. */
const acts: Record<OperatorRequestKind, (ctx: ActContext, request: StoredRequest) => Promise<unknown>> = {
  async reset_second_factor(ctx, { id: requestId, targetId, askedBy }) {
    const { db, now } = ctx
    const accountId = targetId as Id<'account'>
    await lockPersonWithFactor(db, accountId)
    await resetSecondFactor(db, accountId, now)
    await endSessionsOfAccounts(db, [accountId], now)
    const places = await recordAboutAccount(ctx, 'second_factor.reset', accountId, { requestId, askedBy })
    await enqueue(
      db,
      places.slice(0, 1).map(({ organisationId, membershipId, audience }) => ({
        name: 'mail.second-factor-reset' as const,
        data: { organisationId, audience, membershipId, by: 'operator' as const },
      })),
      now,
    )
  },

  deauthorise_partner: (ctx, { targetId, reason }) => endPartner(ctx, targetId as Id<'organisation'>, reason),

  end_four_eyes: (ctx, { reason }) => setFourEyes(ctx, false, reason),
}

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
