import { type AuditEntry, insertAudit, instanceChain } from '@entente/db/core/audit'
import type { OperatorDb } from '@entente/db/core/scopes'
import {
  insertOperatorRequest,
  listUnsettled,
  type StoredRequest,
} from '@entente/db/operator/operator-requests'
import type { Id } from '@entente/domain/core/id'
import { askForAct, type OperatorRequestKind } from '@entente/domain/operator/operator-request'
import type { Context } from '../core/context.ts'
import { actorOf } from '../core/gates.ts'
import type { OperatorSession } from '../core/operator-gates.ts'
import { settled } from '../core/refused.ts'
import { recordAboutAccount } from './account-record.ts'

export type ActContext = Context & { db: OperatorDb; session: OperatorSession }

/** Asks for an act that another operator confirms. What it is about was locked before, so that two ask one after the other. */
export async function askForConfirmation(
  ctx: ActContext,
  asked: { kind: OperatorRequestKind; targetId: string; reason: string },
): Promise<{ id: Id<'operator_request'>; expiresAt: Date }> {
  const { db, session, now } = ctx
  const { kind, targetId, reason } = asked
  const expiresAt = settled(askForAct(await listUnsettled(db, kind, targetId), now))
  const id = await insertOperatorRequest(db, { ...asked, askedBy: session.account.id, expiresAt }, now)
  await record(ctx, 'asked', { id, kind, targetId }, { reason })
  return { id, expiresAt }
}

export const recordWithdrawal = (ctx: ActContext, request: StoredRequest): Promise<unknown> =>
  record(ctx, 'withdrawn', request, {})

/** Only the operator learns that an act waits, unless it is about a person. */
function record(
  ctx: ActContext,
  what: 'asked' | 'withdrawn',
  { id, kind, targetId }: Pick<StoredRequest, 'id' | 'kind' | 'targetId'>,
  details: Record<string, unknown>,
): Promise<unknown> {
  const payload = { requestId: id, ...details }
  if (kind === 'reset_second_factor')
    return recordAboutAccount(ctx, `second_factor.reset_${what}`, targetId as Id<'account'>, payload)
  const entry: AuditEntry = {
    ...{ organisationId: instanceChain, action: `operator_request.${what}` },
    payload: { ...payload, kind, ...(kind === 'deauthorise_partner' && { partnerId: targetId }) },
  }
  return insertAudit(ctx.db, actorOf(ctx), [entry], ctx.now)
}
