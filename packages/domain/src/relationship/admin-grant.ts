import type { Id } from '../core/id.ts'
import type { PartnerStanding } from '../core/organisation.ts'
import { ok, type Result, refuse } from '../core/result.ts'

/** A live admin grant of a customer: the partner that holds the service (§4.8). */
export type Holding = { service: string; partnerId: Id<'organisation'> }

/** Why a grant ended. A partner never reads it: to its former holder every end looks like a removal. */
export type GrantEnd = 'reassigned' | 'removed_by_customer' | 'removed_by_partner' | 'removed_by_operator'

/** What a partner can do with a grant that has not ended. */
export type GrantUse = 'usable' | 'frozen' | 'ended'

/**
 * Whether a partner can use its live grants (§4.2, §4.8). Every use asks this in its own transaction. A suspended
 * partner can, because its customers stay manageable. A de-authorised one cannot, although a job ends its grants only
 * batch by batch.
 */
export function useOfGrants({ status, privilegesFrozenAt }: PartnerStanding): GrantUse {
  if (status !== 'active' && status !== 'suspended') return 'ended'
  return privilegesFrozenAt === null ? 'usable' : 'frozen'
}

/** What an operator does to all grants of a partner, and what its customers are told. */
export const privilegesChanges = ['frozen', 'thawed', 'ended'] as const
export type PrivilegesChange = (typeof privilegesChanges)[number]

type Partner = Id<'organisation'>

/** Who takes a grant away. A partner gives up its own; the operator ends what nobody used, or all of a partner's. */
export type GrantRemover =
  | { by: 'customer' }
  | { by: 'partner'; actor: Partner }
  | { by: 'operator'; because: 'authorisation_ended' }
  | ({ by: 'operator'; because: 'unused'; now: Date } & GrantUsage)

/**
 * A step of one service's grant (§4.8): granted, moved to another partner, or taken away. Only its customer gives or moves
 * a grant.
 */
export type GrantStep =
  | { service: string; from: Partner | null; to: Partner }
  | ({ service: string; from: Partner; to: null } & GrantRemover)

/** When a grant was given, and last used: null if never. */
export type GrantUsage = { grantedAt: Date; lastUsedAt: Date | null }

/** After so many days without a use, an operator may end a grant. */
export const unusedAfterDays = 90

/** Since when nobody has used a grant. */
export const unusedSince = ({ grantedAt, lastUsedAt }: GrantUsage): Date =>
  lastUsedAt && lastUsedAt > grantedAt ? lastUsedAt : grantedAt

/** A grant that was unused since before this moment may be ended by an operator. */
export const unusedBefore = (now: Date): Date =>
  new Date(now.getTime() - unusedAfterDays * 24 * 60 * 60 * 1000)

/** What partners lose by steps, and what each of them still holds. */
export type Loss = { partnerId: Partner; services: string[]; kept: string[] }

/**
 * The customer's live grants after a step. Refused unless the step begins where the service is: with the partner that
 * holds it, or free. So a service has one holder at most, and what ended begins again only from free. A partner
 * takes away nothing but its own, and the operator nothing that was used within 90 days, unless the authorisation ended.
 */
export function takeStep<Grant extends Holding>(
  grants: readonly Grant[],
  step: GrantStep,
): Result<(Grant | Holding)[], GrantRefusal | GrantInUse> {
  const { service, from, to } = step
  if (holderOf(service, grants) !== from) return refuse({ code: 'holders_changed' })
  if (from === to) return refuse({ code: 'services_invalid' })
  if (step.to === null && step.by === 'partner' && step.actor !== from)
    return refuse({ code: 'holders_changed' })
  if (step.to === null && step.by === 'operator' && step.because === 'unused')
    if (unusedSince(step) >= unusedBefore(step.now)) return refuse({ code: 'grant_in_use' })
  const others = grants.filter((grant) => grant.service !== service)
  return ok(to === null ? others : [...others, { service, partnerId: to }])
}

/** The customer's live grants after steps that were decided on these very grants. */
export const grantsAfter = (grants: readonly Holding[], steps: readonly GrantStep[]): readonly Holding[] =>
  steps.reduce((before, step) => {
    const after = takeStep(before, step)
    if (!after.ok) throw new Error(`A step of the service ${step.service} begins where its grant is not.`)
    return after.value
  }, grants)

/** The partners that lose services by steps. */
export function lossesOf(grants: readonly Holding[], steps: readonly GrantStep[]): Loss[] {
  const after = grantsAfter(grants, steps)
  return [...Map.groupBy(steps, ({ from }) => from)].flatMap(([partnerId, ended]) =>
    partnerId === null
      ? []
      : { partnerId, services: ended.map(({ service }) => service), kept: heldBy(partnerId, after) },
  )
}

/** The services that a partner holds. */
export const heldBy = (partner: Partner, grants: readonly Holding[]): string[] =>
  grants.filter(({ partnerId }) => partnerId === partner).map(({ service }) => service)

/** A grant to create. `from` is the partner it moves away from, whose grant ends in the same transaction. */
export type GrantChange = { service: string; from: Id<'organisation'> | null }

/** Somebody used the privileges within the last 90 days, or they ended meanwhile. */
export type GrantInUse = { code: 'grant_in_use' }

export type GrantRefusal =
  /** A service that is not asked for, or a choice that its holder makes impossible. */
  | { code: 'services_invalid' }
  /** A service has another holder than the customer saw. */
  | { code: 'holders_changed' }

/** The partner that holds the service, or null when it is free. */
export function holderOf(service: string, grants: readonly Holding[]): Id<'organisation'> | null {
  return grants.find((grant) => grant.service === service)?.partnerId ?? null
}
