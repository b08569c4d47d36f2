import { hashSessionToken, newSessionToken } from '@entente/auth/session-token'
import { newId } from '@entente/db/core/new-id'
import type { AuthDb } from '@entente/db/core/scopes'
import { type Renewal, renewSession } from '@entente/db/identity/renewed-sessions'
import { lockAccount, type Session } from '@entente/db/identity/sessions'
import type { Id } from '@entente/domain/core/id'
import type { Context } from './context.ts'
import { refused } from './refused.ts'

/**
 * Goes on with another token, which is handed out only here, so that nobody who knew the old one profits from what the
 * person just proved or chose. The old token keeps what it could do until the new one is used for the first time, and
 * then opens nothing.
 */
export async function renewed(
  { now }: Pick<Context, 'now'>,
  db: AuthDb,
  { id, account }: Session,
  changes: Pick<Renewal, 'membershipId' | 'authenticatedAt'>,
): Promise<{ token: string; expiresAt: Date; sessionId: Id<'session'> }> {
  const token = newSessionToken()
  const sessionId = newId<'session'>()
  await lockAccount(db, account.id)
  const kept = await renewSession(
    db,
    id,
    { id: sessionId, tokenHash: hashSessionToken(token), ...changes },
    now,
  )
  if (!kept) throw refused({ code: 'not_signed_in' })
  return { token, expiresAt: kept.expiresAt, sessionId }
}
