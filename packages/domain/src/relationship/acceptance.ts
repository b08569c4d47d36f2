import { z } from 'zod'
import type { Cloud } from '../core/cloud.ts'
import { type Id, idOf } from '../core/id.ts'
import { may, rolesFor } from '../core/permission.ts'
import type { PermissionRefusal } from '../core/refusal.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import type { Role } from '../core/role.ts'
import { type GrantChange, type GrantRefusal, type Holding, holderOf } from './admin-grant.ts'
import { acceptRelationship, type RelationshipStatus, type RelationshipStep } from './relationship.ts'

export const serviceChoices = ['grant', 'skip', 'keep', 'move'] as const
export type ServiceChoice = (typeof serviceChoices)[number]

/** What the review page posts. Each service carries the holder that the customer saw, so a change in between is noticed. */
export const acceptInvitationInput = z.object({
  token: z.string().max(20_000),
  agreement: z.object({ accepted: z.boolean(), version: z.string().max(50) }),
  services: z
    .array(
      z.object({
        service: z.string().max(50),
        choice: z.enum(serviceChoices),
        holderSeen: idOf<'organisation'>().nullable(),
      }),
    )
    .max(50),
})
export type AcceptInput = z.infer<typeof acceptInvitationInput>
type Posted = Pick<AcceptInput, 'agreement' | 'services'>

export const declineInput = z.object({ token: z.string().max(20_000), tellPartner: z.boolean() })

export type Acceptance = {
  cloud: Cloud
  link: { partnerId: Id<'organisation'>; withPrivileges: boolean }
  customer: { country: string }
  actor: { roles: readonly Role[] }
  /** Between this customer and this partner; undefined when there never was one. */
  relationship: { status: RelationshipStatus } | undefined
  /** Every live grant of the customer, of whichever partner. */
  grants: readonly Holding[]
  posted: Posted
}

/** What an acceptance writes. An empty plan (`unchanged`, no grants) writes nothing. */
export type AcceptancePlan = {
  relationship: RelationshipStep
  grants: GrantChange[]
  result: 'accepted' | 'restored' | 'already_partner'
}

export type AcceptanceRefusal =
  | PermissionRefusal
  | { code: 'country_not_allowed'; country: string }
  | { code: 'agreement_not_accepted' }
  | { code: 'agreement_changed' }
  | GrantRefusal

/**
 * Decides a customer's press on **Authorize** (R-022, R-026, R-057, D-08, D-12). Refused as a whole or planned as a
 * whole: when one holder changed since the customer looked, nothing is written. A service that this partner already
 * holds needs no decision, so repeating an acceptance is harmless.
 */
export function decideAcceptance(input: Acceptance): Result<AcceptancePlan, AcceptanceRefusal> {
  const { cloud, link, customer, actor, posted } = input
  const permission = 'invitation.decide'
  if (!may('customer', actor.roles, permission))
    return refuse({ code: 'missing_permission', permission, roles: rolesFor(permission) })
  if (cloud.customers.countries && !cloud.customers.countries.includes(customer.country))
    return refuse({ code: 'country_not_allowed', country: customer.country })
  if (!posted.agreement.accepted) return refuse({ code: 'agreement_not_accepted' })
  if (posted.agreement.version !== cloud.agreements.customer.version)
    return refuse({ code: 'agreement_changed' })
  if (!namesEachService(posted.services, link.withPrivileges ? cloud : undefined))
    return refuse({ code: 'services_invalid' })

  const grants = decideGrants(posted.services, link.partnerId, input.grants)
  if (!grants.ok) return grants
  const relationship = acceptRelationship(input.relationship?.status)
  return ok({ relationship, grants: grants.value, result: resultOf(relationship, grants.value) })
}

function namesEachService(posted: Posted['services'], asking: Cloud | undefined): boolean {
  const asked = new Set(asking?.services.map(({ id }) => id))
  return posted.length === asked.size && asked.isSubsetOf(new Set(posted.map(({ service }) => service)))
}

function decideGrants(
  posted: Posted['services'],
  partnerId: Id<'organisation'>,
  live: readonly Holding[],
): Result<GrantChange[], GrantRefusal> {
  const open = posted
    .map((row) => ({ ...row, holder: holderOf(row.service, live) }))
    .filter(({ holder }) => holder !== partnerId)
  if (open.some(({ holder, holderSeen }) => holder !== holderSeen)) return refuse({ code: 'holders_changed' })
  const isImpossible = open.some(({ choice, holder }) => choice === (holder === null ? 'move' : 'grant'))
  if (isImpossible) return refuse({ code: 'services_invalid' })
  return ok(
    open
      .filter(({ choice }) => choice === 'grant' || choice === 'move')
      .map(({ service, holder }) => ({ service, from: holder })),
  )
}

function resultOf({ change }: RelationshipStep, grants: readonly GrantChange[]): AcceptancePlan['result'] {
  if (change === 'create') return 'accepted'
  return change === 'reinstate' || grants.length > 0 ? 'restored' : 'already_partner'
}

export type ServiceReview = {
  service: string
  name: string
  state: 'free' | 'held_by_other' | 'already_yours'
  holder: Id<'organisation'> | null
}

/** The rows of the review page: every service that the link asks for, and who holds it now. */
export function reviewServices(
  cloud: Cloud,
  withPrivileges: boolean,
  partnerId: Id<'organisation'>,
  grants: readonly Holding[],
): ServiceReview[] {
  if (!withPrivileges) return []
  return cloud.services.map(({ id, name }) => {
    const holder = holderOf(id, grants)
    const state = holder === null ? 'free' : holder === partnerId ? 'already_yours' : 'held_by_other'
    return { service: id, name, state, holder }
  })
}
