import { hashSiteSecret } from '@entente/auth/site-secret'
import { type Finding, wrong } from './finding.ts'
import type { Settings } from './settings.ts'

// The secrets in .env.example: everybody who reads this repository could speak for a site, or send reports about mails.
const shownSecrets = ['partner', 'customer', 'operator'].map((site) =>
  `replace-me-${site}-`.repeat(3).slice(0, 43),
)
const shownWebhookSecret = 'whsec_c2VjcmV0IHNlY3JldCBzZWNyZXQ='

/** Finds the secrets of .env.example in use. */
export function checkShownSecrets(settings: Settings): Finding[] {
  const findings: Finding[] = []
  const { PARTNER_SITE_HASHES = [], CUSTOMER_SITE_HASHES = [], OPERATOR_SITE_HASHES = [] } = settings
  const shown = new Set(shownSecrets.map(hashSiteSecret))
  if (
    [...PARTNER_SITE_HASHES, ...CUSTOMER_SITE_HASHES, ...OPERATOR_SITE_HASHES].some((one) => shown.has(one))
  )
    findings.push(
      wrong(
        'site secrets',
        'a hash of .env.example is in use, whose secret everybody can read there',
        'Make a secret for each site with `entente site secret`, and set both lines that it prints',
      ),
    )
  if (settings.RESEND_WEBHOOK_SECRET?.includes(shownWebhookSecret))
    findings.push(
      wrong(
        'mail',
        'RESEND_WEBHOOK_SECRET is the one of .env.example, which everybody can read there',
        'Set the signing secret of your endpoint at the provider, or remove it',
      ),
    )
  return findings
}
