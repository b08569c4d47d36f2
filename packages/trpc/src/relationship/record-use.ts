import { insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import type { PartnerDb } from '@entente/db/core/scopes'
import { findReasonRule, insertAccess } from '@entente/db/relationship/access-records'
import type { Relationship } from '@entente/db/relationship/relationships'
import type { Id } from '@entente/domain/core/id'
import { decideReason, type PrivilegedAct, recordedAs } from '@entente/domain/relationship/access-record'
import type { Context } from '../core/context.ts'
import { actorOf, type PartnerSession } from '../core/gates.ts'
import { settled } from '../core/refused.ts'

/**
 * Records that a partner's person uses a customer's privileges: for the customer to read, and with the same id in the audit of
 * both. Refused without the reason that the customer requires. Returns the id.
 */
export async function recordUse(
  ctx: Pick<Context, 'requestId' | 'now'> & { db: PartnerDb; session: PartnerSession },
  { id: relationshipId, customerId, partnerId }: Relationship,
  use: { act: PrivilegedAct; service: string | undefined; reason: string | undefined },
): Promise<Id<'access'>> {
  const { db, session, now } = ctx
  const reason = settled(decideReason(await findReasonRule(db, customerId), use.reason))
  const id = newId<'access'>()
  const { id: accountId, name: accountName } = session.account
  const between = { customerId, partnerId, accountId, accountName }
  await insertAccess(db, { id, ...between, act: use.act, service: use.service ?? null, reason }, now)
  const action = recordedAs[use.act]
  const shared = { accessId: id, relationshipId, ...(use.service && { service: use.service }) }
  await insertAudit(
    db,
    actorOf(ctx),
    [
      { organisationId: partnerId, action, payload: { ...shared, customerId } },
      { organisationId: customerId, action, payload: { ...shared, partnerId } },
    ],
    now,
  )
  return id
}
