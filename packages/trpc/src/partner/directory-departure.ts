import { createHash } from 'node:crypto'
import { addressKeys } from '@entente/auth/keyed-hash'
import { seal, unseal } from '@entente/auth/sealed'
import { newId } from '@entente/db/core/new-id'
import { asAuth } from '@entente/db/core/scopes'
import {
  deleteExpiredAttempts,
  insertDirectoryAttempt,
  type PartnerDirectory,
} from '@entente/db/partner/partner-directories'
import type { Id } from '@entente/domain/core/id'
import type { DirectoryAnswer } from '@entente/domain/partner/partner-directory'
import type { Context, Outside } from '../core/context.ts'
import { refused } from '../core/refused.ts'

/** How long a person may take to sign in at their directory. */
export const attemptMinutes = 10

/** Where the people of a company start, whatever their addresses. */
export const directAddress = ({ sites }: Context, organisationId: Id<'organisation'>): string =>
  `${sites.partner}/sign-in/directory/${organisationId}`

/** The redirect URI of a company's directory. No other directory has it, so that none can answer for it (mix-up). */
export const ownReturn = (ctx: Context, organisationId: Id<'organisation'>): string =>
  `${directAddress(ctx, organisationId)}/callback`

/** The redirect URI that a directory knows: its own, or the one that all shared before each had its own. */
export const directoryReturn = (
  ctx: Context,
  { organisationId, hasOwnReturn }: Pick<PartnerDirectory, 'organisationId' | 'hasOwnReturn'>,
): string =>
  hasOwnReturn ? ownReturn(ctx, organisationId) : `${ctx.sites.partner}/sign-in/directory/callback`

/** Allows one visitor's address thirty requests a minute to directories, then refuses. */
export async function limitDirectoryRequests({ limits, keyring, clientAddress }: Context): Promise<void> {
  const wait = await limits.count('directorySignInOfAddress', ...addressKeys(keyring.session, clientAddress))
  if (wait !== null) throw refused({ code: 'too_many_attempts', retryAfterSeconds: wait })
}

export const hashState = (state: string): Buffer => createHash('sha256').update(state).digest()

/** The directory with its client secret unsealed, for one request to it. */
export const openDirectory = (
  { keyring }: Context,
  { organisationId, issuer, clientId, kid, secret }: PartnerDirectory,
) => ({
  partnerId: organisationId,
  ...{ issuer, clientId },
  clientSecret: unseal(keyring.data, 'directory secret', organisationId, { kid, bytes: secret }).toString(),
})

/**
 * Starts a sign-in at a directory: asks it where to send the browser, outside any transaction, and stores what the way
 * back is checked against. Only the browser keeps the state; the database holds its hash.
 */
export async function departTo(
  ctx: Context & { outside: Outside },
  directory: PartnerDirectory,
  testedBy: Id<'account'> | null,
): Promise<DirectoryAnswer<{ url: string; state: string }>> {
  const answer = await ctx.outside.signInDirectories.depart(
    openDirectory(ctx, directory),
    directoryReturn(ctx, directory),
  )
  if (!answer.ok) return answer
  const { url, state, nonce, verifier } = answer.value
  const id = newId<'directory_attempt'>()
  const { kid, bytes } = seal(ctx.keyring.data, 'directory verifier', id, Buffer.from(verifier))
  const { now } = ctx
  const attempt = {
    ...{ id, organisationId: directory.organisationId, testedBy, nonce, kid, verifier: bytes },
    stateHash: hashState(state),
    createdAt: now,
    expiresAt: new Date(now.getTime() + attemptMinutes * 60_000),
  }
  await asAuth(ctx.database, testedBy, async (db) => {
    await deleteExpiredAttempts(db, now)
    await insertDirectoryAttempt(db, attempt)
  })
  return { ok: true, value: { url, state } }
}
