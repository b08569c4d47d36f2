import { addressKeys, hashGuess } from '@entente/auth/keyed-hash'
import { knownDevice } from '@entente/auth/known-device'
import { networkOf } from '@entente/auth/network'
import { type AuthDb, asAuth } from '@entente/db/core/scopes'
import { listAccounts } from '@entente/db/identity/accounts'
import { completesSeries, forgetFailures, takeGuess, undoGuess } from '@entente/db/identity/guesses'
import { beginningOfSession } from '@entente/db/identity/sessions'
import type { Audience } from '@entente/domain/core/audience'
import type { Id } from '@entente/domain/core/id'
import {
  codesOfSignIn,
  failuresInSeries,
  freeFailures,
  resetMailSeconds,
  waitsAfter,
  waitsAfterOwn,
} from '@entente/domain/identity/guess'
import { enqueue } from '@entente/queue/enqueue'
import type { Context } from './context.ts'
import { refused } from './refused.ts'

/** An account as somebody names it who wants to sign in to it, whether it exists or not. */
export type Named = { audience: Audience; email: string }

/** An account with its password, which a device is known for until it changes. */
export type Guessed = { id: Id<'account'>; passwordChangedAt: Date | null }

/** Call `takeBack` when the guess was right: it counts no more, nor do the failures before it. */
export type Guess = { takeBack: () => Promise<void> }

/**
 * Counts a guess at a password of an e-mail address: for it and the visitor's network, and for the visitor's address.
 * Nobody else's guesses make the owner wait: on a device known for the address's own account only those of that device
 * count. `accounts` are those of the e-mail address, its owner's first. Signing in to another one, which a company typed,
 * forgets no failures: somebody of that company could guess at the owner's.
 */
export async function countGuess(ctx: Context, named: Named, accounts: readonly Account[]) {
  const own = ownOf(accounts)
  const device = own && deviceOf(ctx, own)
  const address = addressKeys(ctx.keyring.session, ctx.clientAddress)
  if (!device) refuseWait(await ctx.limits.count('signInOfAddress', ...address))
  const key = placeOf(ctx, 'password', named, device)
  const guess = await take(ctx, key)
  return {
    isOnKnownDevice: device !== undefined,
    takeBack: async (found: Guessed) => {
      if (!device) await ctx.limits.giveBack('signInOfAddress', ...address)
      if (found.id === own?.id) await guess.takeBack()
      else await asAuth(ctx.database, null, (db) => undoGuess(db, key, ctx.now))
    },
  }
}

type Account = Guessed & { isTakenUp: boolean }

/** The account of an address that its guesses are counted for: its owner's, or else the only one. */
const ownOf = (accounts: readonly Account[]): Account | undefined =>
  accounts.find(({ isTakenUp }) => isTakenUp) ?? (accounts.length === 1 ? accounts[0] : undefined)

/**
 * Counts a guess at the code that follows a right password: for the account, wherever it comes from, since networks are
 * cheap and strangers, who do not know the password, get no guess. On a known device only those of that device count.
 */
export async function countCodeGuess(ctx: Context, account: Guessed) {
  const device = deviceOf(ctx, account)
  const guess = await take(ctx, hashGuess(ctx.keyring.session, ['code', account.id, device ?? 'elsewhere']))
  return { ...guess, isOnKnownDevice: device !== undefined }
}

/** Whether a wrong code was the last one that a sign-in in progress may give. */
export const wasLastCode = ({ keyring, now }: Context, db: AuthDb, waitingId: Id<'session'>) =>
  completesSeries(db, hashGuess(keyring.session, ['sign_in', waitingId]), codesOfSignIn, now)

/**
 * Counts a guess of somebody who is signed in, or whose sign-in waits: for the account and the sign-in that its session
 * goes back to. A renewed session starts no new count, and a stolen one does not make its owner's others wait.
 */
export async function countSessionGuess(
  ctx: Context,
  { accountId, sessionId }: { accountId: Id<'account'>; sessionId: Id<'session'> },
): Promise<Guess> {
  const began = await asAuth(ctx.database, accountId, (db) => beginningOfSession(db, sessionId))
  if (!began) throw refused({ code: 'not_signed_in' })
  return take(ctx, hashGuess(ctx.keyring.session, ['session', accountId, began.toISOString()]))
}

/**
 * Counts a guess at a login of the membership directory for the login, whichever companies guess. The first guesses of each
 * company are taken all the same: nobody else's make the owner wait.
 */
export async function countMembershipGuess(
  ctx: Context,
  userName: string,
  organisationId: Id<'organisation'>,
) {
  const { database, keyring, now } = ctx
  const login = userName.normalize('NFKC').trim().toLowerCase()
  const keyOf = (...of: string[]) => hashGuess(keyring.session, ['membership', login, ...of])
  const [own, shared] = [keyOf(organisationId), keyOf()]
  const waits = await asAuth(database, null, async (db) => ({
    own: await takeGuess(db, own, waitsAfterOwn, now),
    shared: await takeGuess(db, shared, waitsAfter(freeFailures.guess), now),
  }))
  if (waits.own !== null) refuseWait(waits.shared)
  const counted = [...(waits.own === null ? [own] : []), ...(waits.shared === null ? [shared] : [])]
  const forEach = (keys: string[], change: (db: AuthDb, key: string) => Promise<unknown>) =>
    asAuth(database, null, async (db) => {
      for (const key of keys) await change(db, key)
    })
  return {
    /** The password was right, so no failure counts any more. */
    forget: () => forEach([own, shared], forgetFailures),
    /** Nobody could say whether it was. */
    takeBack: () => forEach(counted, (db, key) => undoGuess(db, key, now)),
  }
}

/** Counts a sign-up with an address, which sends it a mail: for the address and the visitor's network. */
export async function countSignUp(ctx: Context, named: Named): Promise<void> {
  const key = placeOf(ctx, 'sign_up', named)
  const wait = await asAuth(ctx.database, null, (db) =>
    takeGuess(db, key, waitsAfter(freeFailures.signUp), ctx.now),
  )
  refuseWait(wait)
}

/** Counts a request for a reset, for the address; a neighbour's do not hold up the owner on a known device. */
export async function countReset(ctx: Context, named: Named): Promise<void> {
  if (ctx.knownDevice !== null) {
    const accounts = await asAuth(ctx.database, null, (db) => listAccounts(db, named.audience, named.email))
    const own = ownOf(accounts)
    if (own && deviceOf(ctx, own)) return
  }
  refuseWait(await ctx.limits.count('resetOfAddress', ...addressKeys(ctx.keyring.session, ctx.clientAddress)))
}

/** Whether a reset may be mailed to an account now: at most every five minutes, from any visitor. */
export async function mayMailReset({ keyring, now }: Context, db: AuthDb, { audience, email }: Named) {
  const key = hashGuess(keyring.session, ['reset', audience, email])
  return (await takeGuess(db, key, [resetMailSeconds], now)) === null
}

/** After a reset the owner signs in at once, also from a network where somebody guesses. */
export const forgetGuesses = (ctx: Context, db: AuthDb, named: Named): Promise<unknown> =>
  forgetFailures(db, placeOf(ctx, 'password', named))

/**
 * Counts a failure in the account's series and mails its owner when that completes it. The same statements for an account
 * that does not exist, with a job that sends nothing (S5).
 */
export async function reportFailure(
  ctx: Context,
  db: AuthDb,
  named: Named,
  accountId: Id<'account'>,
): Promise<void> {
  const key = hashGuess(ctx.keyring.session, ['series', named.audience, named.email])
  if (await completesSeries(db, key, failuresInSeries, ctx.now))
    await enqueue(db, [{ name: 'mail.sign-ins-failed', data: { accountId } }], ctx.now)
}

/** Refuses what a limit makes wait; `null` means that the limit is not reached. */
export function refuseWait(retryAfterSeconds: number | null): void {
  if (retryAfterSeconds !== null) throw refused({ code: 'too_many_attempts', retryAfterSeconds })
}

async function take(ctx: Context, key: string): Promise<Guess> {
  const { database, now } = ctx
  refuseWait(await asAuth(database, null, (db) => takeGuess(db, key, waitsAfter(freeFailures.guess), now)))
  return { takeBack: async () => void (await asAuth(database, null, (db) => forgetFailures(db, key))) }
}

/** The device that the visitor's browser proves to be, if the account was signed in to from it with its present password. */
const deviceOf = (
  { keyring, cloud, knownDevice: token, now }: Context,
  { id: accountId, passwordChangedAt }: Guessed,
): string | undefined =>
  token === null
    ? undefined
    : knownDevice(keyring.session, token, { cloud: cloud.id, accountId, passwordChangedAt }, now)

/** Where guesses of one kind at one e-mail address are counted together: on a known device, else in the visitor's network. */
function placeOf(
  ctx: Context,
  kind: 'password' | 'sign_up',
  { audience, email }: Named,
  device?: string,
): string {
  const place = device ?? networkOf(ctx.clientAddress)
  return hashGuess(ctx.keyring.session, [kind, audience, email, place])
}
