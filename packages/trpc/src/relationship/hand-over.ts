import { type HandOver, type HandOverKind, handOverToken, readHandOver } from '@entente/auth/hand-over-token'
import { insertAudit } from '@entente/db/core/audit'
import { asTenant, type PartnerDb } from '@entente/db/core/scopes'
import { findPartnerCard } from '@entente/db/identity/organisations'
import { listOwnGrants } from '@entente/db/relationship/admin-grants'
import { findActor, insertRedemption } from '@entente/db/relationship/hand-overs'
import { findRelationship, lockRelationship } from '@entente/db/relationship/relationships'
import { ok, type Result, refuse } from '@entente/domain/core/result'
import { decideCustomerAccess } from '@entente/domain/relationship/customer-access'
import type { HandOverRefusal } from '@entente/domain/relationship/hand-over'
import type { Services } from '../core/context.ts'

type Portals = Pick<Services, 'database' | 'cloud' | 'keyring' | 'clock'>
type Answer<T> = Promise<Result<T, HandOverRefusal>>

/** The place in which tokens of this instance count. */
export const placeOf = ({ cloud, keyring }: Pick<Services, 'cloud' | 'keyring'>) => ({
  ring: keyring.link,
  cloud: cloud.id,
})

/**
 * A service's portal takes a hand-over: once, within a minute, while the person still may open the service. It
 * learns who came from which partner for which customer, and gets a token with which it asks whether that still holds.
 */
export const redeemHandOver = (portals: Portals, service: string, token: string, requestId: string) =>
  withStanding(portals, 'hand-over', { service, token }, async (db, handOver, standing, now) => {
    const { access: accessId, account: accountId, partner: partnerId, customer: customerId } = handOver
    if (!(await insertRedemption(db, { accessId, partnerId, accountId }, now)))
      return refuse({ code: 'hand_over_used' as const })
    const actor = { kind: 'person' as const, requestId, accountId, roles: standing.roles }
    const payload = { accessId, relationshipId: handOver.relationship, customerId, service }
    const entry = { organisationId: partnerId, action: 'customer_service.entered' as const, payload }
    await insertAudit(db, actor, [entry], now)
    const partner = await findPartnerCard(db, partnerId)
    return ok({
      person: { id: accountId, name: standing.person },
      partner: { id: partnerId, name: partner?.legalName ?? '' },
      customer: { id: customerId, name: standing.customer },
      service,
      access: accessId,
      grant: await handOverToken(placeOf(portals), 'grant', handOver, now),
    })
  })

/** Whether what a portal was told at a hand-over still holds: grant, role, account and standing are as they must be. */
export const checkGrant = (portals: Portals, service: string, token: string) =>
  withStanding(portals, 'grant', { service, token }, async () => ok({}))

type Standing = {
  person: string
  customer: string
  roles: NonNullable<Awaited<ReturnType<typeof findActor>>>['roles']
}

/** Reads a token and decides again, in its partner's transaction, whether its person may open the service now. */
async function withStanding<T>(
  { database, clock, ...portals }: Portals,
  kind: HandOverKind,
  { service, token }: { service: string; token: string },
  work: (db: PartnerDb, handOver: HandOver, standing: Standing, now: Date) => Answer<T>,
): Answer<T> {
  const now = clock()
  const handOver = await readHandOver(placeOf(portals), kind, service, token, now)
  if (!handOver) return refuse({ code: 'hand_over_invalid' })
  const { partner: organisationId, account: personId, membership, relationship: id, customer } = handOver
  return asTenant(database, { organisationId, audience: 'partner', personId }, async (db) => {
    const find = kind === 'hand-over' ? lockRelationship : findRelationship
    const relationship = await find(db, organisationId, id)
    const actor = await findActor(db, membership)
    if (!relationship || !actor) return refuse({ code: 'not_found' })
    const grants = await listOwnGrants(db, organisationId, customer)
    const { name: person, roles } = actor
    const act = { permission: 'customer_services.open' as const, service, roles, relationship, grants }
    const decision = decideCustomerAccess(act)
    if (!decision.ok) return decision
    return work(db, handOver, { person, customer: relationship.customerName, roles }, now)
  })
}
