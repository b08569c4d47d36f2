import { type AuditEntry, hasAuditRecord, insertAudit } from '@entente/db/core/audit'
import { asTenant, type CustomerDb } from '@entente/db/core/scopes'
import { findPartnerCard, isLastPrivilegesChange, lockCustomer } from '@entente/db/identity/organisations'
import { type AdminGrant, endRemovedGrants, listGrants } from '@entente/db/relationship/admin-grants'
import { lockRelationshipsWith, saveRelationship } from '@entente/db/relationship/relationships'
import type { Id } from '@entente/domain/core/id'
import { grantsAfter, heldBy } from '@entente/domain/relationship/admin-grant'
import { enqueue } from '@entente/queue/enqueue'
import type { JobData } from '@entente/queue/jobs'
import type { Handler } from '../handler.ts'
import { mailsToDeciders } from './privileges-recipient.ts'

const actions = {
  frozen: 'partner.privileges_frozen',
  thawed: 'partner.privileges_thawed',
  ended: 'admin_grant.removed_by_operator',
} as const

/**
 * Carries an operator's act on a partner's privileges to one customer: ends the grants if the partner lost its
 * authorisation, records it, and records a mail to everybody who decides for the customer and to its security contact. A
 * second run finds the record and does nothing.
 */
export const customerPrivilegesChanged: Handler<'customer.privileges-changed'> = async (tools, data, job) => {
  const { customerId, partnerId, change, requestId } = data
  const { database, clock } = tools
  const tenant = { organisationId: customerId, audience: 'customer', personId: null } as const
  await asTenant(database, tenant, async (db) => {
    // Locks the customer's row first, as an acceptance does: two runs must not both find no record.
    await lockCustomer(db, customerId)
    const partner = await findPartnerCard(db, partnerId)
    const record = { organisationId: customerId, action: actions[change], requestId }
    if (!partner || !(await isLastPrivilegesChange(db, data)) || (await hasAuditRecord(db, record))) return
    const between = await lockRelationshipsWith(db, customerId, [partnerId])
    const relationshipId = between.find((row) => row.partnerId === partnerId)?.id
    const grants = await listGrants(db, customerId)
    const services = heldBy(partnerId, grants)
    if (services.length === 0) return
    const now = clock()
    const since = partner.privilegesFrozenAt
    const told: AuditEntry[] =
      change === 'ended'
        ? await endGrants(db, { ...data, relationshipId }, grants, now)
        : [
            {
              organisationId: customerId,
              action: record.action,
              payload: { partnerId, services, ...(since && { since }) },
            },
          ]
    await insertAudit(db, { kind: 'system', name: job.name, requestId }, told, now)
    const mails = await mailsToDeciders(db, customerId, job)
    await enqueue(
      db,
      mails.map(({ id, createdAt, ...to }) => ({
        ...{ id, createdAt, name: 'mail.privileges-changed' as const },
        data: { customerId, partnerId, ...to, change, requestId },
      })),
      now,
    )
  })
}

const byOperator = { by: 'operator', because: 'authorisation_ended' } as const

/** Ends what the partner holds at the customer, and returns what customer and partner may know of it. */
async function endGrants(
  db: CustomerDb,
  {
    customerId,
    partnerId,
    relationshipId,
  }: JobData<'customer.privileges-changed'> & {
    relationshipId: Id<'relationship'> | undefined
  },
  grants: AdminGrant[],
  now: Date,
): Promise<AuditEntry[]> {
  const services = heldBy(partnerId, grants)
  const steps = services.map((service) => ({ service, from: partnerId, to: null, ...byOperator }))
  const removal = { customerId, by: null, reason: 'removed_by_operator' } as const
  await endRemovedGrants(db, removal, partnerId, services, now)
  await saveRelationship(db, customerId, partnerId, {
    services: heldBy(partnerId, grantsAfter(grants, steps)),
  })
  const shared = { relationshipId, customerId, services }
  const action = actions.ended
  return [
    { organisationId: customerId, action, payload: { ...shared, partnerId } },
    { organisationId: partnerId, action, payload: shared },
  ]
}
