import { z } from 'zod'
import { idOf } from '../core/id.ts'
import { type Result, refuse } from '../core/result.ts'
import {
  type Acceptance,
  type AcceptancePlan,
  type AcceptanceRefusal,
  decideAcceptance,
} from './acceptance.ts'
import { holderOf } from './admin-grant.ts'

/** What **Move now** posts: the partner that receives services, and the holder that the customer saw of each. */
export const moveRolesInput = z.object({
  partnerId: idOf<'organisation'>(),
  services: z
    .array(z.object({ service: z.string().max(50), holderSeen: idOf<'organisation'>() }))
    .min(1)
    .max(50),
  agreement: z.object({ accepted: z.boolean(), version: z.string().max(50) }),
})
export type MoveRolesInput = z.infer<typeof moveRolesInput>

export type Move = Omit<Acceptance, 'posted'> & {
  posted: Pick<MoveRolesInput, 'services' | 'agreement'>
  /** The version of the agreement that the customer accepted last with the partner. */
  acceptedVersion: string | null
}

/**
 * Decides a customer's press on **Move now** (§4.8 granted -> reassigned, R-029): an acceptance of the partner's live link
 * that is narrowed to the named services, so that the partner gets an acceptance like any other and never learns that there
 * was another holder. It makes and reinstates no relationship. An agreement that was accepted before in the same version
 * needs no second tick.
 */
export function decideMove({
  acceptedVersion,
  posted,
  ...acceptance
}: Move): Result<AcceptancePlan, AcceptanceRefusal | { code: 'not_found' }> {
  const { parties, grants, cloud } = acceptance
  if (!parties.every(({ relationship }) => relationship?.status === 'active'))
    return refuse({ code: 'not_found' })
  const asked = parties.flatMap(({ services }) => services)
  if (!posted.services.every(({ service }) => asked.includes(service)))
    return refuse({ code: 'services_invalid' })
  const services = asked.map((service) => {
    const moved = posted.services.find((row) => row.service === service)
    return moved
      ? { ...moved, choice: 'move' as const }
      : { service, choice: 'skip' as const, holderSeen: holderOf(service, grants) }
  })
  const accepted = posted.agreement.accepted || acceptedVersion === cloud.agreements.customer.version
  return decideAcceptance({
    ...acceptance,
    posted: { agreement: { ...posted.agreement, accepted }, services },
  })
}
