import { askResend, greetSmtp } from '@entente/outside/mail-check'
import { codeOf, type Finding, ok, placeOf, skipped, within, wrong } from './finding.ts'
import type { Settings } from './settings.ts'

const about = 'mail'

/** Checks that the mail server accepts us: greeting, TLS and sign-in. Sends nothing. */
export async function checkMail(settings: Settings): Promise<Finding> {
  const { SMTP_URL, RESEND_API_KEY, RESEND_BASE_URL } = settings
  if (SMTP_URL && RESEND_API_KEY) return skipped(about, 'SMTP_URL and RESEND_API_KEY are both set')
  if (SMTP_URL) return checkSmtp(SMTP_URL)
  if (RESEND_API_KEY && RESEND_BASE_URL) return checkResend(RESEND_BASE_URL, RESEND_API_KEY)
  return skipped(about, 'neither SMTP_URL nor RESEND_API_KEY is set')
}

async function checkSmtp(url: string): Promise<Finding> {
  try {
    await within(greetSmtp(url))
    return ok(about, `the SMTP server at ${placeOf(url)} accepts the connection`)
  } catch (error) {
    return smtpFault(placeOf(url), codeOf(error))
  }
}

function smtpFault(place: string, code: string): Finding {
  if (code === 'EAUTH')
    return wrong(
      about,
      `the SMTP server at ${place} refused the user or password`,
      'Correct them in SMTP_URL',
    )
  if (code === 'ETLS')
    return wrong(
      about,
      `TLS with the SMTP server at ${place} fails`,
      'smtps:// is for port 465, smtp:// with STARTTLS for 587',
    )
  return wrong(about, `no SMTP server answers at ${place} (${code})`, 'Start it, or correct SMTP_URL')
}

async function checkResend(baseUrl: string, key: string): Promise<Finding> {
  const place = placeOf(baseUrl)
  try {
    const answer = await askResend(baseUrl, key)
    const { name } = (await answer.json().catch(() => ({}))) as { name?: unknown }
    // Resend refuses a sending-only key here with this name: the key is valid, and sending is all that we need.
    if (answer.ok || name === 'restricted_api_key') return ok(about, `Resend at ${place} accepts the key`)
    if ([400, 401, 403].includes(answer.status))
      return wrong(about, `Resend at ${place} refused the key (${answer.status})`, 'Correct RESEND_API_KEY')
    return wrong(
      about,
      `Resend at ${place} answers with status ${answer.status}`,
      'Correct RESEND_BASE_URL, or try again later',
    )
  } catch (error) {
    const code = codeOf((error as Error).cause ?? error)
    return wrong(
      about,
      `nothing answers at ${place} (${code})`,
      'Correct RESEND_BASE_URL, or allow outgoing connections',
    )
  }
}
