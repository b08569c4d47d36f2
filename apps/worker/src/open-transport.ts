import { openResend } from '@entente/outside/resend-transport'
import { openSmtp } from '@entente/outside/smtp-transport'
import type { Transport } from '@entente/outside/transport'
import { fewAtOnce } from '@entente/queue/few-at-once'
import type { Env } from './env.ts'

type Settings = Pick<Env, 'SMTP_URL' | 'RESEND_API_KEY' | 'RESEND_BASE_URL'>

/** Opens the one mail transport that the settings name, for at most `most` mails at once. */
export function openTransport(settings: Settings, most: number): Transport {
  const transport = transportOf(settings, most)
  return { ...transport, send: fewAtOnce(transport.send, most) }
}

function transportOf({ SMTP_URL, RESEND_API_KEY, RESEND_BASE_URL }: Settings, most: number): Transport {
  if (SMTP_URL) return openSmtp(SMTP_URL, most)
  if (RESEND_API_KEY) return openResend({ apiKey: RESEND_API_KEY, baseUrl: RESEND_BASE_URL })
  throw new Error('No way for mail to leave is set.')
}
