import { insertAudit, instanceChain } from '@entente/db/core/audit'
import type { OperatorDb } from '@entente/db/core/scopes'
import {
  lockPartner,
  savePartnerStanding,
  savePrivilegesChange,
} from '@entente/db/operator/operator-partners'
import type { AuditAction } from '@entente/domain/core/audit-action'
import type { Id } from '@entente/domain/core/id'
import { deauthorise } from '@entente/domain/operator/partner-control'
import type { PrivilegesChange } from '@entente/domain/relationship/admin-grant'
import { enqueue } from '@entente/queue/enqueue'
import type { Context } from '../core/context.ts'
import { actorOf } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'

export async function lockedPartner(db: OperatorDb, id: Id<'organisation'>) {
  const partner = await lockPartner(db, id)
  if (!partner) throw refused({ code: 'not_found' })
  return partner
}

/**
 * Records an act for the partner, and for the instance with the partner's id and the reason, which only operators read.
 * `payload` is the partner's to read.
 */
export const recordAct = (
  ctx: Context & { db: OperatorDb },
  action: AuditAction,
  partnerId: Id<'organisation'>,
  reason: string,
  payload: Record<string, unknown> = {},
) =>
  insertAudit(
    ctx.db,
    actorOf(ctx),
    [
      { organisationId: partnerId, action, payload },
      { organisationId: instanceChain, action, payload: { partnerId, ...payload, reason } },
    ],
    ctx.now,
  )

const actions = {
  frozen: 'partner.privileges_frozen',
  thawed: 'partner.privileges_thawed',
  ended: 'partner.deauthorised',
} as const satisfies Record<PrivilegesChange, AuditAction>

/** Records an act on all grants of a partner, and the job that carries it to the customers, in records of this request. */
export async function recordPrivileges(
  ctx: Context & { db: OperatorDb },
  change: PrivilegesChange,
  partnerId: Id<'organisation'>,
  reason: string,
) {
  await savePrivilegesChange(ctx.db, partnerId, ctx.requestId)
  await recordAct(ctx, actions[change], partnerId, reason)
  const data = { partnerId, change, requestId: ctx.requestId }
  await enqueue(ctx.db, [{ name: 'partner.privileges-changed', data }], ctx.now)
}

/** Ends a partner for good (§4.2). */
export async function endPartner(
  ctx: Context & { db: OperatorDb },
  id: Id<'organisation'>,
  reason: string,
): Promise<void> {
  await savePartnerStanding(ctx.db, id, settled(deauthorise(await lockedPartner(ctx.db, id))))
  await recordPrivileges(ctx, 'ended', id, reason)
}
