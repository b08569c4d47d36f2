import { openResend } from '@entente/outside/resend-transport'
import { openSmtp } from '@entente/outside/smtp-transport'
import type { Transport } from '@entente/outside/transport'
import type { Env } from './env.ts'

type Settings = Pick<Env, 'SMTP_URL' | 'RESEND_API_KEY' | 'RESEND_BASE_URL'>

/** Opens the one mail transport that the settings name. */
export function openTransport(
  { SMTP_URL, RESEND_API_KEY, RESEND_BASE_URL }: Settings,
  connections: number,
): Transport {
  if (SMTP_URL) return openSmtp(SMTP_URL, connections)
  if (RESEND_API_KEY) return openResend({ apiKey: RESEND_API_KEY, baseUrl: RESEND_BASE_URL })
  throw new Error('No way for mail to leave is set.')
}
