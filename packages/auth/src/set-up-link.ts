import { newId } from '@entente/db/core/new-id'
import type { AuthDb } from '@entente/db/core/scopes'
import { consumeOtherLinks, insertOneTimeLink } from '@entente/db/identity/one-time-links'
import type { CloudId } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import type { Ring } from './keyring.ts'
import { linkToken } from './link-token.ts'

const lifeHours = 24

type SetUp = { cloud: CloudId; account: { id: Id<'account'>; email: string } }

/**
 * Creates the one-time link with which a person whose account has no password chooses one. It works once, for 24 hours;
 * a new link ends the earlier ones. The token is returned to the caller and never stored.
 */
export async function issueSetUpLink(db: AuthDb, ring: Ring, { cloud, account }: SetUp, now: Date) {
  await consumeOtherLinks(db, 'set_up', account.id, now)
  const id = newId<'one_time_link'>()
  const kid = ring.newest
  const expiresAt = new Date(now.getTime() + lifeHours * 3_600_000)
  const link = { id, kid, version: 1, accountId: account.id, createdAt: now, expiresAt }
  await insertOneTimeLink(db, { ...link, kind: 'set_up', details: { email: account.email } })
  return { id, token: linkToken(ring, { cloud, kind: 'set_up', id, kid, version: 1 }), expiresAt }
}
