import { insertAudit, instanceChain } from '@entente/db/core/audit'
import type { OperatorDb } from '@entente/db/core/scopes'
import { type AccountPlace, listPlaces } from '@entente/db/operator/operator-accounts'
import type { AuditAction } from '@entente/domain/core/audit-action'
import type { Id } from '@entente/domain/core/id'
import type { Context } from '../core/context.ts'
import { actorOf } from '../core/gates.ts'

/**
 * Records an act about a person for every organisation that the person belongs to, and with its details for the operator
 * alone. One that removed or declined the person, or has not decided yet, is told nothing. Returns the person's places.
 */
export async function recordAboutAccount(
  ctx: Context & { db: OperatorDb },
  action: AuditAction,
  accountId: Id<'account'>,
  details: Record<string, unknown>,
): Promise<AccountPlace[]> {
  const places = await listPlaces(ctx.db, accountId)
  const own = places.filter(({ status }) => status === 'active')
  const organisations = own.map(({ organisationId }) => organisationId)
  await insertAudit(
    ctx.db,
    actorOf(ctx),
    [
      ...organisations.map((organisationId) => ({ organisationId, action, payload: { accountId } })),
      { organisationId: instanceChain, action, payload: { accountId, organisations, ...details } },
    ],
    ctx.now,
  )
  return places
}
