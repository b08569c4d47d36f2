// Through which site a test's visitors come: the API accepts a session only from the site of its audience.
import { hashSessionToken } from '@entente/auth/session-token'
import { hashSiteSecret, newSiteSecrets, siteFinder } from '@entente/auth/site-secret'
import type { freshDatabase } from '@entente/db/testing'
import type { Audience } from '@entente/domain/core/audience'

/** The secrets of the three sites. */
export const siteSecrets = newSiteSecrets()

export const siteOf = siteFinder({
  partner: [hashSiteSecret(siteSecrets.partner)],
  customer: [hashSiteSecret(siteSecrets.customer)],
  operator: [hashSiteSecret(siteSecrets.operator)],
})

const sites = new Map<string, Audience>()

/** Remembers the site of a session, for the calls that follow. */
export const rememberSite = (token: unknown, site: Audience): void => {
  if (typeof token === 'string') sites.set(token, site)
}

/** The site that a session began at; the acceptance site for a visitor and for an unknown token. */
export const siteOfToken = (token: string | undefined): Audience => sites.get(token ?? '') ?? 'customer'

/** The headers of a plain request from the site that the session belongs to. */
export const fromSite = (token?: string, site = siteOfToken(token)): Record<string, string> => ({
  'x-entente-site-secret': siteSecrets[site],
  ...(token && { authorization: `Bearer ${token}` }),
})

const sitesOfAccounts = new Map<string, Audience>()

/** As `siteOfToken`, for a session that may have begun outside this process's calls: its account tells. */
export async function siteOfSession(
  { asOwner }: Pick<Awaited<ReturnType<typeof freshDatabase>>, 'asOwner'>,
  token: string | undefined,
  accountId?: string,
): Promise<Audience> {
  if (!token || sites.has(token)) return siteOfToken(token)
  const known = accountId && sitesOfAccounts.get(accountId)
  if (known) rememberSite(token, known)
  if (known) return known
  const [row] = await asOwner<{ id: string; audience: Audience }>(
    `select a.id, a.audience from auth.session s join auth.account a on a.id = s.account_id where s.token_hash = $1`,
    [hashSessionToken(token)],
  )
  if (row) rememberSite(token, row.audience)
  if (row) sitesOfAccounts.set(row.id, row.audience)
  return siteOfToken(token)
}

/** How to reach the operator, as the settings of a process say it. */
export const contact = {
  operator: {
    name: 'Entente Cloud Inc.',
    email: 'support@entente.example',
    phone: null,
    website: null,
    hours: null,
  },
  mailSender: 'no-reply@entente.example',
}
