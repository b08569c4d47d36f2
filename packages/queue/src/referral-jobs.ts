import { idOf } from '@entente/domain/core/id'
import { z } from 'zod'

const referral = z.object({ partnerId: idOf<'organisation'>(), referralId: idOf<'referral'>() })
const waiting = referral.extend({ isReminder: z.boolean() })

/** The part of `jobs` about referrals. */
export const referralJobs = {
  /** To the mailbox of who asked a partner in the directory, with the link that confirms it. */
  'mail.referral-asked': z.object({ linkId: idOf<'one_time_link'>() }),
  /** A referral waits for the partner's answer: records a mail to each of its people who may give it (M-17). */
  'referral.waiting': waiting,
  'mail.referral-waiting': waiting.extend({ accountId: idOf<'account'>() }),
  /** It was declined or expired: to who asked, or to the provider's person who referred (M-18). */
  'mail.referral-closed': referral,
} as const
