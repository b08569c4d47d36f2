import { z } from 'zod'
import type { Cloud } from '../core/cloud.ts'
import { idOf } from '../core/id.ts'
import { countryCode, type PartnerKind, type PartnerStatus } from '../core/organisation.ts'
import { pageSizes } from '../core/page-sizes.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { searchText } from '../core/search-text.ts'
import { emailAddress, oneLine } from '../identity/account.ts'

/** How long a partner has to accept or decline (§4.11). */
export const answerDays = 14
/** How many days before the deadline a partner is reminded (M-17). */
export const reminderDays = [7, 3, 1] as const
/** How long the link is good that confirms the address of who asked in the directory. */
export const confirmHours = 24

/** Who brings partner and customer together. */
export const referralSources = ['directory', 'operator', 'provider'] as const
export type ReferralSource = (typeof referralSources)[number]

export const referralStatuses = ['new', 'active', 'won', 'lost', 'declined', 'expired'] as const
export type ReferralStatus = (typeof referralStatuses)[number]

export const referralActs = ['accept', 'decline', 'win', 'lose'] as const
export type ReferralAct = (typeof referralActs)[number]

export type Referral = { status: ReferralStatus; deadline: Date }

export type ReferralRefusal =
  /** The partner has no published profile, or is suspended or gone. */
  | { code: 'takes_no_referrals' }
  /** The time to answer has passed. */
  | { code: 'referral_expired' }
  /** Somebody answered or closed it before. */
  | { code: 'referral_state' }

/** The HTTP status of each of these refusals. */
export const referralStatusCodeOf = {
  takes_no_referrals: 409,
  referral_expired: 409,
  referral_state: 409,
} as const satisfies Record<ReferralRefusal['code'], number>

const words = z
  .string()
  .overwrite((text) => text.replaceAll('\0', '').replaceAll('\r\n', '\n').trim())
  .max(2000)
/** A phone number as people write it, or nothing. */
const phone = z
  .string()
  .trim()
  .max(40)
  .regex(/^[+\d ()/.-]*$/)
  .default('')
const customer = {
  company: oneLine(200),
  country: countryCode,
  name: oneLine(200),
  email: emailAddress,
  phone,
}
/** What a company asks a partner in the directory. */
export const askPartnerInput = z.object({
  ...customer,
  partnerId: idOf<'organisation'>(),
  message: words.min(1),
})
/** What an operator or a provider tells of a customer. */
export const referInput = z.object({ ...customer, message: words })
export const referToPartnerInput = referInput.extend({ partnerId: idOf<'organisation'>() })
export const referToResellerInput = referInput.extend({ partnershipId: idOf<'partnership'>() })
export const referralIdInput = z.object({ id: idOf<'referral'>() })
export const referralActInput = referralIdInput.extend({ act: z.enum(referralActs) })

/** All filters must match. */
export const referralListInput = z.object({
  status: z.enum(referralStatuses).optional(),
  source: z.enum(referralSources).optional(),
  /** The beginnings of words of the company's name. */
  search: searchText.optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.literal(pageSizes).default(25),
})
export type ReferralListFilters = z.output<typeof referralListInput>

type Recipient = { status: PartnerStatus | null; hasPublishedProfile: boolean }
type Origin = Exclude<ReferralSource, 'provider'> | { provider: PartnerKind | null; hasPartnership: boolean }

/**
 * Whether a customer may be referred to a partner: one that shows a profile to customers, or a reseller to which its own
 * provider refers it, under a live partnership.
 */
export function createReferral(
  cloud: Pick<Cloud, 'referrals' | 'indirect'>,
  origin: Origin,
  { status, hasPublishedProfile }: Recipient,
  now: Date,
): Result<
  Referral & { status: 'new'; nextReminderAt: Date | null },
  { code: 'feature_off' | 'takes_no_referrals' | 'partnership_missing' }
> {
  if (!cloud.referrals.isOn) return refuse({ code: 'feature_off' })
  if (typeof origin === 'object') {
    if (!cloud.indirect.isOn) return refuse({ code: 'feature_off' })
    if (origin.provider !== 'indirect_provider' || !origin.hasPartnership)
      return refuse({ code: 'partnership_missing' })
  } else if (!hasPublishedProfile) return refuse({ code: 'takes_no_referrals' })
  if (status !== 'active') return refuse({ code: 'takes_no_referrals' })
  const deadline = new Date(now.getTime() + answerDays * day)
  return ok({ status: 'new', deadline, nextReminderAt: nextReminder(deadline, now) })
}

const day = 86_400_000

/** When the partner is reminded next; null after the last time. */
export function nextReminder(deadline: Date, now: Date): Date | null {
  const times = reminderDays.map((days) => new Date(deadline.getTime() - days * day))
  return times.find((time) => time > now) ?? null
}

/** The status now: a new one is over at its deadline, also before the worker closes it. */
export const referralStatusOf = ({ status, deadline }: Referral, now: Date): ReferralStatus =>
  status === 'new' && deadline <= now ? 'expired' : status

const steps: Record<ReferralAct, Partial<Record<ReferralStatus, ReferralStatus>>> = {
  accept: { new: 'active' },
  decline: { new: 'declined' },
  win: { active: 'won' },
  lose: { active: 'lost' },
}

/** Decides what the partner does with a referral (§4.11). Winning one adds nobody to the customers. */
export function advanceReferral(
  referral: Referral,
  act: ReferralAct,
  { isSuspended, now }: { isSuspended: boolean; now: Date },
): Result<
  { status: ReferralStatus; isClosed: boolean },
  ReferralRefusal | { code: 'own_account_suspended' }
> {
  const before = referralStatusOf(referral, now)
  const status = steps[act][before]
  if (!status) return refuse({ code: before === 'expired' ? 'referral_expired' : 'referral_state' })
  if (act === 'accept' && isSuspended) return refuse({ code: 'own_account_suspended' })
  return ok({ status, isClosed: status !== 'active' })
}

/** Closes a referral that nobody answered in time; undefined while it has time, or was answered. */
export const expireReferral = (referral: Referral, now: Date): 'expired' | undefined =>
  referral.status === 'new' && referralStatusOf(referral, now) === 'expired' ? 'expired' : undefined

/** Whether the partner reads who asks: from its acceptance on. */
export const showsContact = (status: ReferralStatus): boolean =>
  status === 'active' || status === 'won' || status === 'lost'
