import { z } from 'zod'
import type { Cloud } from '../core/cloud.ts'
import { type Id, idOf } from '../core/id.ts'
import { may, rolesFor } from '../core/permission.ts'
import type { PermissionRefusal } from '../core/refusal.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import type { Role } from '../core/role.ts'
import {
  type GrantChange,
  type GrantRefusal,
  type GrantStep,
  grantsAfter,
  type Holding,
  holderOf,
} from './admin-grant.ts'
import { acceptRelationship, type RelationshipStatus, type RelationshipStep } from './relationship.ts'
import type { Party, PartyRole } from './relationship-link.ts'

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
  /** Those that the link names; `relationship` is the customer's with that partner, if there ever was one. */
  parties: readonly (Party & { relationship: { status: RelationshipStatus } | undefined })[]
  customer: { country: string }
  /** `madeBy`: the partners that made the account of the person. */
  actor: { roles: readonly Role[]; madeBy?: readonly Id<'organisation'>[] }
  /** Every live grant of the customer, of whichever partner. */
  grants: readonly Holding[]
  posted: Posted
}

/** From the one that changes nothing to the one that changes most. */
export const acceptanceResults = ['already_partner', 'restored', 'accepted'] as const
export type AcceptanceResult = (typeof acceptanceResults)[number]

/** What an acceptance changes between the customer and one of the parties. */
export type PartyPlan = {
  partnerId: Id<'organisation'>
  role: PartyRole
  relationship: RelationshipStep
  grants: GrantChange[]
  result: AcceptanceResult
}

/** What an acceptance changes. A plan with the result `already_partner` changes nothing for any party. */
export type AcceptancePlan = { parties: PartyPlan[]; result: AcceptanceResult }

/**
 * Whether an acceptance is written: it changes something, or it is the customer's first signature of the agreement in force
 * with one of its parties (§4.13). `signed`: those with whom it has signed it already.
 */
export const isWritten = (
  { result, parties }: AcceptancePlan,
  signed: readonly Id<'organisation'>[],
): boolean => result !== 'already_partner' || parties.some(({ partnerId }) => !signed.includes(partnerId))

export type AcceptanceRefusal =
  | PermissionRefusal
  | { code: 'country_not_allowed'; country: string }
  | { code: 'agreement_not_accepted' }
  | { code: 'agreement_changed' }
  /** A party of the link made the person's account: it would grant itself what it asks for. */
  | { code: 'made_by_partner' }
  | GrantRefusal

/** Whether this cloud serves organisations of a country (§3.4). Its pages tell before anybody reads and ticks. */
export const mayBeCustomer = ({ customers }: Pick<Cloud, 'customers'>, country: string): boolean =>
  customers.countries === null || customers.countries.includes(country)

/**
 * Decides a customer's press on **Authorize** (R-022, R-026, R-057, D-08, D-12). Refused as a whole or planned as a
 * whole: when one holder changed since the customer looked, nothing is written, for no party. A service that its
 * party already holds needs no decision, and a party that is a partner already stays as it is: repeating an acceptance is
 * harmless, and a joint one adds the half that is missing.
 */
export function decideAcceptance(input: Acceptance): Result<AcceptancePlan, AcceptanceRefusal> {
  const { cloud, parties, customer, actor, posted } = input
  const permission = 'invitation.decide'
  if (!may('customer', actor.roles, permission))
    return refuse({ code: 'missing_permission', permission, roles: rolesFor(permission) })
  if (parties.some(({ partnerId }) => actor.madeBy?.includes(partnerId)))
    return refuse({ code: 'made_by_partner' })
  if (!mayBeCustomer(cloud, customer.country))
    return refuse({ code: 'country_not_allowed', country: customer.country })
  if (!posted.agreement.accepted) return refuse({ code: 'agreement_not_accepted' })
  if (posted.agreement.version !== cloud.agreements.customer.version)
    return refuse({ code: 'agreement_changed' })
  const asked = parties.flatMap(({ services }) => services)
  if (!namesEach(asked, posted.services)) return refuse({ code: 'services_invalid' })

  const plans: PartyPlan[] = []
  for (const { partnerId, role, services, relationship: before } of parties) {
    const rows = posted.services.filter(({ service }) => services.includes(service))
    const grants = decideGrants(rows, partnerId, input.grants)
    if (!grants.ok) return grants
    const relationship = acceptRelationship(before?.status)
    const result = resultOf(relationship, grants.value)
    plans.push({ partnerId, role, relationship, grants: grants.value, result })
  }
  const reached = plans.map(({ result }) => acceptanceResults.indexOf(result))
  return ok({ parties: plans, result: acceptanceResults[Math.max(0, ...reached)] ?? 'already_partner' })
}

const namesEach = (asked: readonly string[], posted: Posted['services']): boolean =>
  posted.length === asked.length && new Set(asked).isSubsetOf(new Set(posted.map(({ service }) => service)))

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

function resultOf({ change }: RelationshipStep, grants: readonly GrantChange[]): AcceptanceResult {
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
export const reviewServices = (
  cloud: Cloud,
  parties: readonly Party[],
  grants: readonly Holding[],
): ServiceReview[] =>
  cloud.services.flatMap(({ id, name }) => {
    const asking = parties.find(({ services }) => services.includes(id))
    if (!asking) return []
    const holder = holderOf(id, grants)
    const state = holder === null ? 'free' : holder === asking.partnerId ? 'already_yours' : 'held_by_other'
    return { service: id, name, state, holder }
  })

/** The steps of a plan, in which every service moves from its holder or from nobody to the party that asked for it (§4.8). */
export const stepsOf = ({ parties }: Pick<AcceptancePlan, 'parties'>): GrantStep[] =>
  parties.flatMap(({ partnerId: to, grants }) => grants.map((grant) => ({ ...grant, to })))

/** The customer's live grants once a plan is written: exactly the named ones end, the new ones begin. */
export const holdingsAfter = (
  grants: readonly Holding[],
  plan: Pick<AcceptancePlan, 'parties'>,
): readonly Holding[] => grantsAfter(grants, stepsOf(plan))
