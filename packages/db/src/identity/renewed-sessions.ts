import type { Id } from '@entente/domain/core/id'
import { sql } from 'kysely'
import type { AuthDb } from '../core/scopes.ts'
import { endSession, lockAccount, type Session } from './sessions.ts'

/** Marks a session as seen. The first use of a renewed one ends the session that it replaces. */
export async function markSessionSeen(
  db: AuthDb,
  { id, account }: Pick<Session, 'id' | 'account'>,
  now: Date,
): Promise<void> {
  // Two renewals of one session, used at once, would each hold their own row and wait for the other's.
  await lockAccount(db, account.id)
  const { replaces } = await db
    .updateTable('auth.session')
    .set({ seenAt: now })
    .where('id', '=', id)
    .returning('replaces')
    .executeTakeFirstOrThrow()
  if (!replaces) return
  await endSession(db, replaces, now)
  for (const table of ['auth.waitingChoice', 'auth.secondFactor'] as const)
    await db.updateTable(table).set({ sessionId: id }).where('sessionId', '=', replaces).execute()
  // After two presses at once the browser holds one of two tokens, and nobody knows which: both stay good. Another one that
  // was made of the old session and not used ends with it: a thief of the old token may have made it.
  await sql`
    update auth.session sibling set replaces = null, ended_at = case
      when sibling.ended_at is null and (sibling.seen_at < ${now}::timestamptz - ${atOnce}::interval
        or sibling.membership_id <> used.membership_id
        or sibling.authenticated_at not between used.authenticated_at - ${atOnce}::interval
          and used.authenticated_at + ${atOnce}::interval) then ${now}::timestamptz
      else sibling.ended_at end
    from auth.session used where used.id = ${id} and sibling.replaces = ${replaces}`.execute(db)
}

/** Presses so close to each other count as made at once. A session that was not used was seen last when it was made. */
const atOnce = '10 seconds'

/** What a renewed session does not take from the one that it replaces. */
export type Renewal = {
  id: Id<'session'>
  tokenHash: Buffer
  membershipId?: Id<'membership'>
  authenticatedAt?: Date
}

/**
 * Gives a session another token, which ends the old one when it is used for the first time. So requests in flight, a
 * second press and an answer that never arrives sign nobody out, and the old token gains nothing meanwhile. Returns
 * the end of the session, which stays the same; undefined when it has ended already.
 */
export const renewSession = (
  db: AuthDb,
  replaced: Id<'session'>,
  { id, tokenHash, membershipId, authenticatedAt }: Renewal,
  now: Date,
): Promise<{ expiresAt: Date } | undefined> =>
  db
    .insertInto('auth.session')
    .columns([
      ...(['id', 'tokenHash', 'replaces', 'seenAt', 'membershipId', 'authenticatedAt'] as const),
      ...(['accountId', 'createdAt', 'expiresAt', 'method', 'device'] as const),
    ])
    .expression((eb) =>
      eb
        .selectFrom('auth.session as replaced')
        .select((old) => [
          old.val(id).as('id'),
          old.val(tokenHash).as('tokenHash'),
          'replaced.id as replaces',
          old.val(now).as('seenAt'),
          (membershipId ? old.val(membershipId) : old.ref('replaced.membershipId')).as('membershipId'),
          (authenticatedAt ? old.val(authenticatedAt) : old.ref('replaced.authenticatedAt')).as(
            'authenticatedAt',
          ),
          ...(['replaced.accountId', 'replaced.createdAt', 'replaced.expiresAt'] as const),
          ...(['replaced.method', 'replaced.device'] as const),
        ])
        .where('replaced.id', '=', replaced)
        .where('replaced.endedAt', 'is', null),
    )
    .returning('expiresAt')
    .executeTakeFirst()
