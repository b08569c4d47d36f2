import type { Translate } from '@entente/i18n/translate'
import type { Frame } from '../src/layout.ts'
import { referralAskedMail, referralClosedMail, referralWaitingMail } from '../src/referral.ts'
import type { Rendered } from '../src/rendered.ts'

const at = new Date('2027-03-07T09:30:00Z')
const timeZone = 'Europe/Berlin'

type Values = { to: Frame & { name: string }; partner: string; organisation: string; words: string }

/** Every mail about referrals, in each of its forms. */
export function referralSamples(
  { to, partner, organisation: company, words }: Values,
  t: Translate,
): Record<string, Rendered> {
  const waiting = (['directory', 'operator', 'provider'] as const).map((source) => {
    const about = { source, company, country: 'DE', message: source === 'provider' ? null : words }
    const mail = { ...to, ...about, isReminder: source === 'operator', deadline: at, timeZone }
    return [`referral_${source}`, referralWaitingMail(mail, t)] as const
  })
  const closed = (['customer', 'provider'] as const).flatMap((side) =>
    (['declined', 'expired'] as const).map((status) => {
      const mail = { ...to, to: side, partner, company, status }
      return [`referral_${side}_${status}`, referralClosedMail(mail, t)] as const
    }),
  )
  return {
    referral_asked: referralAskedMail({ ...to, partner, expiresAt: at, timeZone }, t),
    ...Object.fromEntries([...waiting, ...closed]),
  }
}
