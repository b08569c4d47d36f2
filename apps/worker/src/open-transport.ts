import { fewAtOnce } from '@entente/outside/few-at-once'
import { openResend } from '@entente/outside/resend-transport'
import { openSmtp } from '@entente/outside/smtp-transport'
import type { Transport } from '@entente/outside/transport'
import type { Env } from './env.ts'

type Settings = Pick<Env, 'SMTP_URL' | 'RESEND_API_KEY' | 'RESEND_BASE_URL'>

/** Opens the one mail transport that the settings name, for at most `most` mails at once. */
export function openTransport(
  { SMTP_URL, RESEND_API_KEY, RESEND_BASE_URL }: Settings,
  most: number,
): Transport {
  if (SMTP_URL) return fewAtOnce(openSmtp(SMTP_URL, most), most)
  if (RESEND_API_KEY) return fewAtOnce(openResend({ apiKey: RESEND_API_KEY, baseUrl: RESEND_BASE_URL }), most)
  throw new Error('No way for mail to leave is set.')
}
