import { z } from 'zod'
import { idOf } from '../core/id.ts'
import type { PartnerStanding } from '../core/organisation.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { oneLine } from '../identity/account.ts'

/** Why an operator acts on a partner. It stays in the instance's records, where neither partner nor customers read it. */
export const reason = oneLine(500)

export const partnerControlInput = z.object({ id: idOf<'organisation'>(), reason })
/** A suspension may freeze the partner's privileges in the same act. */
export const suspendInput = partnerControlInput.extend({ freeze: z.boolean().default(false) })
/** `version` is the one that the operator saw: a link that was revoked meanwhile is not revoked again. */
export const revokeLinkInput = z.object({
  id: idOf<'link'>(),
  version: z.coerce.number().int().min(1),
  reason,
})

export type PartnerControlRefusal =
  | { code: 'already_suspended' }
  | { code: 'not_suspended' }
  | { code: 'already_frozen' }
  | { code: 'not_frozen' }
  | { code: 'already_deauthorised' }
  | { code: 'already_revoked' }

type Control<Code extends string> = Result<PartnerStanding, { code: Code }>

/** Stops a partner's links, drafts and mails; its customers stay manageable, frozen or not (§4.2). */
export function suspend(partner: PartnerStanding): Control<'already_suspended' | 'partner_not_enrolled'> {
  if (partner.status === 'suspended') return refuse({ code: 'already_suspended' })
  return partner.status === 'active'
    ? ok({ ...partner, status: 'suspended' })
    : refuse({ code: 'partner_not_enrolled' })
}

/** Ends a suspension and everything that it stopped: links that were handed out work again. A freeze stays. */
export const lift = (partner: PartnerStanding): Control<'not_suspended'> =>
  partner.status === 'suspended' ? ok({ ...partner, status: 'active' }) : refuse({ code: 'not_suspended' })

/** Freezes every privilege that a partner has at its customers, at once and without touching a grant. */
export function freeze(
  partner: PartnerStanding,
  now: Date,
): Control<'already_frozen' | 'already_deauthorised' | 'partner_not_enrolled'> {
  if (partner.status === 'enrolling') return refuse({ code: 'partner_not_enrolled' })
  if (partner.status === 'deauthorised') return refuse({ code: 'already_deauthorised' })
  return partner.privilegesFrozenAt === null
    ? ok({ ...partner, privilegesFrozenAt: now })
    : refuse({ code: 'already_frozen' })
}

/** Thaws every privilege in one act: each grant is what it was before, or what its customer made of it meanwhile. */
export const thaw = (partner: PartnerStanding): Control<'not_frozen'> =>
  partner.privilegesFrozenAt === null
    ? refuse({ code: 'not_frozen' })
    : ok({ ...partner, privilegesFrozenAt: null })

/** Ends a partner and its grants for good (§4.2): from active, and from suspended, which usually comes first. */
export function deauthorise({
  status,
}: PartnerStanding): Control<'already_deauthorised' | 'partner_not_enrolled'> {
  if (status === 'deauthorised') return refuse({ code: 'already_deauthorised' })
  return status === 'enrolling'
    ? refuse({ code: 'partner_not_enrolled' })
    : ok({ status: 'deauthorised', privilegesFrozenAt: null })
}

/** The version that replaces a link for good: a link of an older version opens nothing (§4.6). */
export const revoke = (version: number, seen: number): Result<number, { code: 'already_revoked' }> =>
  version === seen ? ok(version + 1) : refuse({ code: 'already_revoked' })
