import { z } from 'zod'
import { withAsciiDigits, withoutMarksAround } from '../core/typed-text.ts'

/** An MPN ID, as the membership directory writes it. */
export const mpnId = z
  .string()
  .overwrite((text) => withoutMarksAround(withAsciiDigits(text.trim())))
  .regex(/^\d{4,20}$/, 'not an MPN ID')

/** An MPN profile that a membership sign-in found. */
export const mpnProfile = z.object({
  mpnId,
  name: z.string().max(200),
  country: z.string().length(2),
  active: z.boolean(),
  /** These three move to the partner account when the profile is chosen. */
  incentives: z.array(z.string().max(200)).max(100).default([]),
  benefits: z.array(z.string().max(200)).max(100).default([]),
  competencies: z.array(z.string().max(200)).max(100).default([]),
})
export type MpnProfile = z.infer<typeof mpnProfile>

export type MembershipRefusal =
  | UnusableProfile
  /** The membership directory does not answer. */
  | { code: 'membership_unavailable' }
  | { code: 'mpn_in_use' }

export type UnusableProfile = {
  code: 'mpn_profile_unusable'
  reason: UnusableReason
  profileCountry: string
  country: string
}

export type UnusableReason = 'inactive' | 'other_country' | 'in_use'

/**
 * Why a profile cannot be chosen, undefined when it can (R-095, R-096, D-25): only an active one of the company's own
 * country whose number no other account has.
 */
export function whyUnusable(
  profile: Pick<MpnProfile, 'country' | 'active'>,
  facts: { country: string; isInUse: boolean },
): UnusableProfile | undefined {
  const refused = (reason: UnusableReason) =>
    ({
      code: 'mpn_profile_unusable',
      reason,
      profileCountry: profile.country,
      country: facts.country,
    }) as const
  if (!profile.active) return refused('inactive')
  if (profile.country !== facts.country) return refused('other_country')
  return facts.isInUse ? refused('in_use') : undefined
}
