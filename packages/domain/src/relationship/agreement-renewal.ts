import { z } from 'zod'
import type { Agreement, Cloud } from '../core/cloud.ts'
import { may, rolesFor } from '../core/permission.ts'
import type { PermissionRefusal } from '../core/refusal.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import type { Role } from '../core/role.ts'

/** What the page of the newest agreement posts. */
export const renewAgreementInput = z.object({ accepted: z.boolean(), version: z.string().max(200) })
export type RenewAgreementInput = z.infer<typeof renewAgreementInput>

export type Signature = Pick<Agreement, 'name' | 'version'> & { at: Date }

export type AgreementRenewalRefusal =
  | PermissionRefusal
  | { code: 'agreement_not_accepted' }
  | { code: 'agreement_changed' }
  | { code: 'agreement_already_accepted' }
  | { code: 'no_active_partner' }

/**
 * Decides a customer's press on **Accept**: the newest agreement, outside an acceptance, by a person who may decide about
 * invitations (R-022, D-10). It touches neither relationships nor privileges. Without a partner nobody relies on it, and the next
 * acceptance signs it.
 */
export function decideRenewal({
  cloud,
  actor,
  signatures,
  hasActivePartner,
  posted,
}: {
  cloud: Pick<Cloud, 'agreements'>
  actor: { roles: readonly Role[] }
  signatures: readonly Signature[]
  hasActivePartner: boolean
  posted: RenewAgreementInput
}): Result<Pick<Agreement, 'name' | 'version'>, AgreementRenewalRefusal> {
  const permission = 'invitation.decide'
  if (!may('customer', actor.roles, permission))
    return refuse({ code: 'missing_permission', permission, roles: rolesFor(permission) })
  const { name, version } = cloud.agreements.customer
  if (posted.version !== version) return refuse({ code: 'agreement_changed' })
  if (!posted.accepted) return refuse({ code: 'agreement_not_accepted' })
  if (signatures.some((signed) => signed.name === name && signed.version === version))
    return refuse({ code: 'agreement_already_accepted' })
  if (!hasActivePartner) return refuse({ code: 'no_active_partner' })
  return ok({ name, version })
}

/** The signature that holds: the last one, whether in an acceptance or outside of one. */
export const lastSignature = (signatures: readonly Signature[]): Signature | undefined =>
  signatures.toSorted((one, other) => other.at.getTime() - one.at.getTime())[0]

type Accepted = { agreement: string; version: string; acceptedAt: Date }

/**
 * What holds with a partner of an acceptance: the agreement accepted in it, or a later one that the customer accepted for all of its
 * partners.
 */
export const heldAgreement = (
  accepted: Accepted | undefined,
  renewed: Accepted | undefined,
): Accepted | undefined =>
  accepted && renewed && renewed.acceptedAt > accepted.acceptedAt ? renewed : accepted
