import { createHash } from 'node:crypto'
import { addressKeys } from '@entente/auth/keyed-hash'
import { seal } from '@entente/auth/sealed'
import { newId } from '@entente/db/core/new-id'
import { asAuth } from '@entente/db/core/scopes'
import {
  type DirectoryAttempt,
  deleteExpiredAttempts,
  insertDirectoryAttempt,
} from '@entente/db/identity/directory-attempts'
import type { Departure, DirectoryAnswer } from '@entente/domain/identity/sign-in-directory'
import type { Context } from '../core/context.ts'
import { refused } from '../core/refused.ts'

/** How long a person may take to sign in at their directory. */
const attemptMinutes = 10

/** Allows one visitor's address thirty requests a minute to directories, then refuses. */
export async function limitDirectoryRequests({ limits, keyring, clientAddress }: Context): Promise<void> {
  const wait = await limits.count('directorySignInOfAddress', ...addressKeys(keyring.session, clientAddress))
  if (wait !== null) throw refused({ code: 'too_many_attempts', retryAfterSeconds: wait })
}

export const hashState = (state: string): Buffer => createHash('sha256').update(state).digest()

type Asked = { asked: () => Promise<DirectoryAnswer<Departure>> }

/**
 * Starts a sign-in at a directory: asks it where to send the browser, outside any transaction, and stores what the way
 * back is checked against. Only the browser keeps the state; the database holds its hash.
 */
export async function departFor(
  ctx: Context,
  { asked, ...whose }: Asked & Pick<DirectoryAttempt, 'organisationId' | 'testedBy'>,
): Promise<DirectoryAnswer<{ url: string; state: string }>> {
  const answer = await asked()
  if (!answer.ok) return answer
  const { url, state, nonce, verifier } = answer.value
  const id = newId<'directory_attempt'>()
  const { kid, bytes } = seal(ctx.keyring.data, 'directory verifier', id, Buffer.from(verifier))
  const { now } = ctx
  const attempt = {
    ...{ id, ...whose, nonce, kid, verifier: bytes },
    stateHash: hashState(state),
    createdAt: now,
    expiresAt: new Date(now.getTime() + attemptMinutes * 60_000),
  }
  await asAuth(ctx.database, whose.testedBy, async (db) => {
    await deleteExpiredAttempts(db, now)
    await insertDirectoryAttempt(db, attempt)
  })
  return { ok: true, value: { url, state } }
}
