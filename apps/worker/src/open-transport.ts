import type { Env } from './env.ts'
import { openResend } from './resend-transport.ts'
import { openSmtp } from './smtp-transport.ts'
import type { Transport } from './transport.ts'

type Settings = Pick<Env, 'SMTP_URL' | 'RESEND_API_KEY' | 'RESEND_BASE_URL'>

/** The one way that this instance's mail leaves, by its settings. */
export function openTransport(
  { SMTP_URL, RESEND_API_KEY, RESEND_BASE_URL }: Settings,
  connections: number,
): Transport {
  if (SMTP_URL) return openSmtp(SMTP_URL, connections)
  if (RESEND_API_KEY) return openResend({ apiKey: RESEND_API_KEY, baseUrl: RESEND_BASE_URL })
  throw new Error('No way for mail to leave is set.')
}
