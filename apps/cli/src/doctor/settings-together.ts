import { hashSiteSecret } from '@entente/auth/site-secret'
import { type Finding, wrong } from './finding.ts'

type Text =
  | 'PARTNER_URL'
  | 'CUSTOMER_URL'
  | 'OPERATOR_URL'
  | 'SITE_SECRET'
  | 'SMTP_URL'
  | 'RESEND_API_KEY'
  | 'MEMBERSHIP_DIRECTORY_URL'
  | 'MEMBERSHIP_DIRECTORY_KEY'
  | 'PROVISIONER_URL'
  | 'PROVISIONER_KEY_ID'
  | 'PROVISIONER_SECRET'
  | 'OPERATOR_SIGN_IN_ISSUER'
  | 'OPERATOR_SIGN_IN_CLIENT_ID'
  | 'OPERATOR_SIGN_IN_CLIENT_SECRET'
type Hashes = 'PARTNER_SITE_HASHES' | 'CUSTOMER_SITE_HASHES' | 'OPERATOR_SITE_HASHES'
/** The settings that depend on each other. */
type Settings = { [Name in Text]?: string } & { [Name in Hashes]?: string[] }

/** Finds settings that do not fit each other. */
export function checkTogether(settings: Settings): Finding[] {
  const findings: Finding[] = []
  const { PARTNER_URL, CUSTOMER_URL, OPERATOR_URL, SMTP_URL, RESEND_API_KEY } = settings
  const sites = Object.entries({ PARTNER_URL, CUSTOMER_URL, OPERATOR_URL }).filter(([, url]) => url)
  const shared = sites.filter(([, url]) => sites.filter(([, other]) => other === url).length > 1)
  if (shared.length > 0)
    findings.push(
      wrong(
        'sites',
        `${shared.map(([name]) => name).join(' and ')} are the same origin`,
        'Give each site its own origin: links and cookies depend on it',
      ),
    )
  findings.push(...checkSiteSecrets(settings))
  const { MEMBERSHIP_DIRECTORY_URL: directory, MEMBERSHIP_DIRECTORY_KEY: directoryKey } = settings
  if ((directory === undefined) !== (directoryKey === undefined))
    findings.push(
      wrong(
        'membership directory',
        `${directory ? 'MEMBERSHIP_DIRECTORY_KEY' : 'MEMBERSHIP_DIRECTORY_URL'} is not set`,
        'Set both, or neither to use the directory in the database',
      ),
    )
  const { PROVISIONER_URL, PROVISIONER_KEY_ID, PROVISIONER_SECRET } = settings
  findings.push(
    ...checkAllOrNone('provisioner', 'let everything succeed at once', {
      PROVISIONER_URL,
      PROVISIONER_KEY_ID,
      PROVISIONER_SECRET,
    }),
  )
  const { OPERATOR_SIGN_IN_ISSUER, OPERATOR_SIGN_IN_CLIENT_ID, OPERATOR_SIGN_IN_CLIENT_SECRET } = settings
  findings.push(
    ...checkAllOrNone('operator sign-in', 'let operators sign in with passwords alone', {
      OPERATOR_SIGN_IN_ISSUER,
      OPERATOR_SIGN_IN_CLIENT_ID,
      OPERATOR_SIGN_IN_CLIENT_SECRET,
    }),
  )
  if (SMTP_URL && RESEND_API_KEY)
    findings.push(wrong('mail', 'SMTP_URL and RESEND_API_KEY are both set', 'Remove one of them'))
  if (!SMTP_URL && !RESEND_API_KEY)
    findings.push(wrong('mail', 'neither SMTP_URL nor RESEND_API_KEY is set', 'Set one of them'))
  return findings
}

/** Three settings that work only together. */
function checkAllOrNone(about: string, none: string, three: Record<string, unknown>): Finding[] {
  const lacking = Object.entries(three).flatMap(([name, value]) => (value === undefined ? name : []))
  if (lacking.length === 0 || lacking.length === 3) return []
  const says = `${lacking.join(' and ')} ${lacking.length === 1 ? 'is' : 'are'} not set`
  return [wrong(about, says, `Set all three, or none to ${none}`)]
}

/** Each site needs a secret of its own: with a shared one, one site speaks for the other. */
function checkSiteSecrets(settings: Settings): Finding[] {
  const { PARTNER_SITE_HASHES = [], CUSTOMER_SITE_HASHES = [], OPERATOR_SITE_HASHES = [] } = settings
  const known = [...PARTNER_SITE_HASHES, ...CUSTOMER_SITE_HASHES, ...OPERATOR_SITE_HASHES]
  const findings: Finding[] = []
  if (new Set(known).size < known.length)
    findings.push(
      wrong(
        'site secrets',
        'one hash stands twice in the settings …_SITE_HASHES',
        'Make a secret for each site with `entente site secret`',
      ),
    )
  if (settings.SITE_SECRET && !known.includes(hashSiteSecret(settings.SITE_SECRET)))
    findings.push(
      wrong(
        'site secrets',
        'no …_SITE_HASHES holds the hash of SITE_SECRET',
        'Make a secret with `entente site secret`, and set both lines that it prints',
      ),
    )
  return findings
}
