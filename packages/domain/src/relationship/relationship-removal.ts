import { z } from 'zod'
import { type AttestationRefusal, attestation, checkAttestation } from '../core/attestation.ts'
import type { Cloud } from '../core/cloud.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { checkTypedName, type TypedNameRefusal, typedName } from '../core/typed-name.ts'
import { type RelationshipStatus, stepRelationship } from './relationship.ts'

/** What the page **Remove customer relationship** posts. */
export const removeRelationshipInput = z.object({ attestation, typedName })

/**
 * What still happens at the customer: privileges that the partner holds, requests that wait for an answer, and live
 * subscriptions that it sold or of which it is the partner of record.
 */
export type LiveItems = { services: readonly string[]; requests: number; subscriptions: number }

export type RelationshipRemovalRefusal =
  | AttestationRefusal
  | TypedNameRefusal
  | { code: 'relationship_already_removed' }
  /** The cloud wants everything at the customer to have ended first (D-34). */
  | { code: 'customer_items_live' }

/** What a removal writes. `kept` and `ended` are the services whose privileges the partner holds until then (D-01). */
export type RelationshipRemoval = {
  status: RelationshipStatus
  attestation: string
  kept: string[]
  ended: string[]
}

/** Whether the cloud refuses a removal because of what is live at the customer (D-34). */
export const blocksRemoval = (
  { removal }: Cloud,
  { services, requests, subscriptions }: LiveItems,
): boolean => removal.liveItems === 'block' && (services.length > 0 || requests > 0 || subscriptions > 0)

/** Decides a partner's press on **Remove customer relationship** (R-154 to R-159). The role was asked by the gate (D-07). */
export function decideRelationshipRemoval({
  cloud,
  relationship,
  live,
  posted,
}: {
  cloud: Cloud
  relationship: { status: RelationshipStatus; customerName: string }
  live: LiveItems
  posted: z.infer<typeof removeRelationshipInput>
}): Result<RelationshipRemoval, RelationshipRemovalRefusal> {
  const step = stepRelationship(relationship.status, 'remove')
  if (!step) return refuse({ code: 'relationship_already_removed' })
  if (blocksRemoval(cloud, live)) return refuse({ code: 'customer_items_live' })
  const stated = checkAttestation(posted.attestation)
  if (!stated.ok) return stated
  const name = checkTypedName(posted.typedName, relationship.customerName)
  if (!name.ok) return name
  const keeps = cloud.removal.privileges === 'keep'
  const services = [...live.services]
  return ok({
    status: step.status,
    attestation: stated.value,
    kept: keeps ? services : [],
    ended: keeps ? [] : services,
  })
}
