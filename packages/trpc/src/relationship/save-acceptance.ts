import { type AuditEntry, insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import type { CustomerDb } from '@entente/db/core/scopes'
import type { Customer } from '@entente/db/identity/organisations'
import { insertAcceptance, listSignedWith } from '@entente/db/relationship/acceptances'
import { type AdminGrant, endReassignedGrants, insertGrants } from '@entente/db/relationship/admin-grants'
import type { RelationshipLink } from '@entente/db/relationship/relationship-links'
import {
  insertRelationship,
  type Relationship,
  saveRelationship,
} from '@entente/db/relationship/relationships'
import type { Id } from '@entente/domain/core/id'
import {
  type AcceptancePlan,
  holdingsAfter,
  isWritten,
  type PartyPlan,
  stepsOf,
} from '@entente/domain/relationship/acceptance'
import { heldBy, type Loss, lossesOf } from '@entente/domain/relationship/admin-grant'
import { enqueue } from '@entente/queue/enqueue'
import type { Context } from '../core/context.ts'
import { actorOf, type TenantSession } from '../core/gates.ts'
import { recordLosses } from './losses.ts'

type Decided = {
  customer: Customer
  link: RelationshipLink
  /** The customer's relationships before this acceptance: with the parties, and with every partner that holds privileges. */
  relationships: Relationship[]
  /** Every live grant of the customer before this acceptance. */
  grants: AdminGrant[]
  plan: AcceptancePlan
}
type Planned = Decided & {
  acceptanceId: Id<'acceptance'>
  parties: (PartyPlan & { relationshipId: Id<'relationship'> })[]
}

type Ctx = Context & { db: CustomerDb; session: TenantSession<'customer'> }

/**
 * Writes an acceptance's plan, audit records and jobs, or nothing for a repetition. Returns the id of the
 * relationship with the link's partner.
 */
export async function saveAcceptance(ctx: Ctx, decided: Decided): Promise<Id<'relationship'>> {
  const { link, relationships, plan } = decided
  const parties = plan.parties.map((party) => {
    const existing = relationships.find(({ partnerId }) => partnerId === party.partnerId)
    return { ...party, relationshipId: existing?.id ?? newId<'relationship'>() }
  })
  const own = parties.find(({ partnerId }) => partnerId === link.partnerId)
  if (!own) throw new Error(`The plan for the link ${link.id} leaves out its partner.`)
  const signed =
    plan.result === 'already_partner'
      ? await listSignedWith(ctx.db, decided.customer.id, ctx.cloud.agreements.customer)
      : []
  if (isWritten(plan, signed)) {
    const planned = { ...decided, parties, acceptanceId: newId<'acceptance'>() }
    await saveLists(ctx, planned)
    await saveAgreement(ctx, planned)
    const losses = lossesOf(decided.grants, stepsOf(plan))
    await saveGrants(ctx, planned, losses)
    await insertAudit(ctx.db, actorOf(ctx), auditOf(ctx, planned), ctx.now)
    await recordLosses(ctx, losses, 'acceptance')
    await enqueueNews(ctx, planned)
  }
  return own.relationshipId
}

/** The rows of the parties' lists. */
async function saveLists({ db, now }: Ctx, { customer, parties, grants, plan }: Planned) {
  const after = holdingsAfter(grants, plan)
  for (const { partnerId, relationshipId: id, relationship } of changed(parties)) {
    const { change, status } = relationship
    const services = heldBy(partnerId, after)
    if (change === 'create') await insertRelationship(db, { id, status, customer, partnerId, services }, now)
    else
      await saveRelationship(db, customer.id, partnerId, {
        ...{ services, ...(change === 'reinstate' && { reinstated: { status, since: now } }) },
      })
  }
}

/** The parties that were not partners with all of this already. Their lists stay as they are. */
const changed = <P extends PartyPlan>(parties: P[]): P[] =>
  parties.filter(({ result }) => result !== 'already_partner')

/** Those in whose chains it stands: the changed parties, or all of them where it is a signature alone. */
const concerned = ({ parties, plan }: Planned): Planned['parties'] =>
  plan.result === 'already_partner' ? parties : changed(parties)

const saveAgreement = ({ db, cloud, locale, session, now }: Ctx, { acceptanceId: id, ...decided }: Planned) =>
  insertAcceptance(
    db,
    {
      ...{ id, customerId: decided.customer.id, linkId: decided.link.id, language: locale },
      parties: decided.parties.map(({ partnerId, role, relationship }) => ({
        ...{ partnerId, role, change: relationship.change },
      })),
      ...{ agreement: cloud.agreements.customer.name, version: cloud.agreements.customer.version },
      acceptedBy: session.account.id,
    },
    now,
  )

async function saveGrants(
  { db, session, now }: Ctx,
  { acceptanceId, customer, parties }: Planned,
  losses: Loss[],
) {
  const act = { customerId: customer.id, acceptanceId, by: session.account.id }
  const moved = losses.flatMap(({ services }) => services)
  if (moved.length > 0) await endReassignedGrants(db, act, moved, now)
  for (const { partnerId, grants } of parties) {
    const services = grants.map(({ service }) => service)
    if (services.length > 0) await insertGrants(db, act, partnerId, services, now)
  }
}

/** A record for the customer and one per party, each holding only what that tenant may know. */
function auditOf({ cloud }: Ctx, planned: Planned): AuditEntry[] {
  const { acceptanceId, customer, link, parties } = planned
  const action = 'relationship.accepted'
  const { name: agreement, version } = cloud.agreements.customer
  const shared = { acceptanceId, customerId: customer.id, agreement, version }
  return [
    {
      organisationId: customer.id,
      action,
      payload: {
        ...{ ...shared, partnerId: link.partnerId, ...(link.providerId && { providerId: link.providerId }) },
        parties: parties.map(({ partnerId, role, relationshipId, result, grants }) => ({
          ...{ partnerId, role, relationshipId, result, grants },
        })),
      },
    },
    ...concerned(planned).map(({ partnerId, relationshipId, result, grants }) => ({
      ...{ organisationId: partnerId, action: action as AuditEntry['action'] },
      payload: { ...shared, relationshipId, result, granted: grants.map(({ service }) => service) },
    })),
  ]
}

/**
 * Each party's log and mails, one receipt for the person who accepted, and news of privileges for the others who decide. A
 * party for which nothing changed learns that its joint request was answered.
 */
const enqueueNews = (
  { db, session, now }: Ctx,
  { acceptanceId, customer, parties }: Planned,
): Promise<unknown> =>
  enqueue(
    db,
    [
      ...parties.map(({ partnerId, relationshipId }) => ({
        name: 'relationship.accepted' as const,
        data: { partnerId, relationshipId, acceptanceId },
      })),
      {
        name: 'mail.relationship-receipt',
        data: { customerId: customer.id, acceptanceId, accountId: session.account.id },
      },
      ...(parties.some(({ grants }) => grants.length > 0)
        ? [
            {
              name: 'customer.privileges-granted' as const,
              data: { customerId: customer.id, acceptanceId, by: session.account.id },
            },
          ]
        : []),
    ],
    now,
  )
