import { z } from 'zod'
import { idOf } from '../core/id.ts'
import type { PartnerStanding } from '../core/organisation.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { typedName } from '../core/typed-name.ts'
import { oneLine } from '../identity/account.ts'

/** Why an operator acts on a partner. It stays in the instance's records, where neither partner nor customers read it. */
export const reason = oneLine(500)

export const partnerControlInput = z.object({ id: idOf<'organisation'>(), reason })
/** For good: the partner's name is typed. */
export const deauthoriseInput = partnerControlInput.extend({ typedName })
/** `told` is what the partner reads about it, in a mail and in its own records. */
export const liftInput = partnerControlInput.extend({ told: reason })
/** A suspension may freeze the partner's privileges in the same act. */
export const suspendInput = liftInput.extend({ freeze: z.boolean().default(false) })
/** `version` is the one that the operator saw: a link that was revoked meanwhile is not revoked again. */
export const revokeLinkInput = z.object({
  id: idOf<'link'>(),
  version: z.coerce.number().int().min(1),
  reason,
  /** The partner's. */
  typedName,
})

/** The reason is the partner's to read: it stands in the warnings. */
export const announceInput = partnerControlInput.extend({ endsOn: z.iso.date() })

export type PartnerControlRefusal =
  | { code: 'already_suspended' }
  | { code: 'not_suspended' }
  | { code: 'already_frozen' }
  | { code: 'not_frozen' }
  | { code: 'already_deauthorised' }
  | { code: 'already_revoked' }
  | { code: 'already_announced' }
  /** Still enrolling, or de-authorised. */
  | { code: 'not_a_partner' }
  | { code: 'not_announced' }
  | { code: 'notice_too_short' }

type Control<Code extends string> = Result<PartnerStanding, { code: Code }>

/** Stops a partner's links, drafts and mails; its customers stay manageable, frozen or not (§4.2). */
export function suspend(partner: PartnerStanding): Control<'already_suspended' | 'not_a_partner'> {
  if (partner.status === 'suspended') return refuse({ code: 'already_suspended' })
  return partner.status === 'active'
    ? ok({ ...partner, status: 'suspended' })
    : refuse({ code: 'not_a_partner' })
}

/** Ends a suspension and everything that it stopped: links that were handed out work again. A freeze stays. */
export const lift = (partner: PartnerStanding): Control<'not_suspended'> =>
  partner.status === 'suspended' ? ok({ ...partner, status: 'active' }) : refuse({ code: 'not_suspended' })

/** Freezes every privilege that a partner has at its customers, at once and without touching a grant. */
export function freeze(
  partner: PartnerStanding,
  now: Date,
): Control<'already_frozen' | 'already_deauthorised' | 'not_a_partner'> {
  if (partner.status === 'enrolling') return refuse({ code: 'not_a_partner' })
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
export function deauthorise({ status }: PartnerStanding): Control<'already_deauthorised' | 'not_a_partner'> {
  if (status === 'deauthorised') return refuse({ code: 'already_deauthorised' })
  return status === 'enrolling'
    ? refuse({ code: 'not_a_partner' })
    : ok({ status: 'deauthorised', privilegesFrozenAt: null })
}

const dayMs = 86_400_000
/** How many days before the end a partner is warned (M-20). The last is the shortest notice too. */
const warningDays = [90, 60, 30] as const
const daysBefore = (endsAt: Date, days: number): Date => new Date(endsAt.getTime() - days * dayMs)
const isTooShort = (endsAt: Date, now: Date): boolean => daysBefore(endsAt, warningDays[2]) < now

/** The moment of an announced date: noon in UTC, the same date in the time zone of every cloud. Pages show it in UTC. */
export const endOf = (endsOn: string): Date => new Date(`${endsOn}T12:00:00Z`)

/** The first date that an authorisation can end on. */
export function earliestEnd(now: Date): string {
  const dateAfter = (days: number) => daysBefore(now, -days).toISOString().slice(0, 10)
  const first = dateAfter(warningDays[2])
  return isTooShort(endOf(first), now) ? dateAfter(warningDays[2] + 1) : first
}

/** Announces the end of a partner's authorisation. Only an operator ends it, with `deauthorise`. */
export function announceDeauthorisation(
  partner: PartnerStanding,
  open: { endsAt: Date } | undefined,
  endsAt: Date,
  now: Date,
): Result<
  { nextWarningAt: Date | null; warnsNow: boolean },
  { code: 'already_deauthorised' | 'not_a_partner' | 'already_announced' | 'notice_too_short' }
> {
  const end = deauthorise(partner)
  if (!end.ok) return end
  if (open) return refuse({ code: 'already_announced' })
  if (isTooShort(endsAt, now)) return refuse({ code: 'notice_too_short' })
  return ok({
    nextWarningAt: nextWarning(endsAt, now),
    warnsNow: daysBefore(endsAt, warningDays[0]) <= now,
  })
}

export const withdrawDeauthorisation = <Notice>(
  open: Notice | undefined,
): Result<Notice, { code: 'not_announced' }> => (open ? ok(open) : refuse({ code: 'not_announced' }))

/** When the next warning after `now` is due; those that were missed are not made up for. Null after the last one. */
export const nextWarning = (endsAt: Date, now: Date): Date | null =>
  warningDays.map((days) => daysBefore(endsAt, days)).find((moment) => moment > now) ?? null

/** The days that are left, the one that has begun included. */
export const daysUntil = (endsAt: Date, now: Date): number =>
  Math.ceil((endsAt.getTime() - now.getTime()) / dayMs)

/** Whether a warning still tells the truth: the partner has its authorisation, and will lose it. */
export const isWarned = (
  { status }: Pick<PartnerStanding, 'status'>,
  { endsAt }: { endsAt: Date },
  now: Date,
): boolean => (status === 'active' || status === 'suspended') && now < endsAt

/** The version that replaces a link for good: a link of an older version opens nothing (§4.6). */
export const revoke = (version: number, seen: number): Result<number, { code: 'already_revoked' }> =>
  version === seen ? ok(version + 1) : refuse({ code: 'already_revoked' })
