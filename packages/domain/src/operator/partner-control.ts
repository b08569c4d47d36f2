import { z } from 'zod'
import { idOf } from '../core/id.ts'
import type { PartnerStatus } from '../core/organisation.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { oneLine } from '../identity/account.ts'

/** Why an operator acts on a partner. It stays in the operator's records. */
export const reason = oneLine(500)

export const partnerControlInput = z.object({ id: idOf<'organisation'>(), reason })
/** `version` is the one that the operator saw: a link that was revoked meanwhile is not revoked again. */
export const revokeLinkInput = z.object({
  id: idOf<'link'>(),
  version: z.coerce.number().int().min(1),
  reason,
})

export type PartnerControlRefusal =
  | { code: 'already_suspended' }
  | { code: 'not_suspended' }
  | { code: 'already_deauthorised' }
  | { code: 'already_revoked' }

/** Stops a partner's links, drafts and mails; its customers and their data stay (§4.2). */
export function suspend(
  status: PartnerStatus,
): Result<'suspended', { code: 'already_suspended' | 'partner_not_enrolled' }> {
  if (status === 'suspended') return refuse({ code: 'already_suspended' })
  return status === 'active' ? ok('suspended') : refuse({ code: 'partner_not_enrolled' })
}

/** Ends a suspension and everything that it stopped: links that were handed out work again. */
export const lift = (status: PartnerStatus): Result<'active', { code: 'not_suspended' }> =>
  status === 'suspended' ? ok('active') : refuse({ code: 'not_suspended' })

/** Ends a partner for good (§4.2): from active, and from suspended, which usually comes first. */
export function deauthorise(
  status: PartnerStatus,
): Result<'deauthorised', { code: 'already_deauthorised' | 'partner_not_enrolled' }> {
  if (status === 'deauthorised') return refuse({ code: 'already_deauthorised' })
  return status === 'enrolling' ? refuse({ code: 'partner_not_enrolled' }) : ok('deauthorised')
}

/** The version that replaces a link for good: a link of an older version opens nothing (§4.6). */
export const revoke = (version: number, seen: number): Result<number, { code: 'already_revoked' }> =>
  version === seen ? ok(version + 1) : refuse({ code: 'already_revoked' })
