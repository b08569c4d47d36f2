import { addressKeys, hashGuess } from '@entente/auth/keyed-hash'
import { knownDevice } from '@entente/auth/known-device'
import { networkOf } from '@entente/auth/network'
import { type AuthDb, asAuth } from '@entente/db/core/scopes'
import { completesSeries, forgetFailures, takeGuess } from '@entente/db/identity/guesses'
import { beginningOfSession } from '@entente/db/identity/sessions'
import type { Audience } from '@entente/domain/core/audience'
import type { Id } from '@entente/domain/core/id'
import {
  codesOfSignIn,
  failuresInSeries,
  freeFailures,
  resetMailSeconds,
  waitsAfter,
} from '@entente/domain/identity/guess'
import { enqueue } from '@entente/queue/enqueue'
import type { Context } from './context.ts'
import { refused } from './refused.ts'

/** An account as somebody names it who wants to sign in to it, whether it exists or not. */
export type Named = { audience: Audience; email: string }

/** Call `takeBack` when the guess was right: it counts no more, nor do the failures before it. */
export type Guess = { takeBack: () => Promise<void> }

/**
 * Counts a guess at an account's password: for the account and the visitor's network, and for the address. Nobody else's
 * guesses make the owner wait: on a known device only those of that device count.
 */
export async function countGuess(ctx: Context, named: Named): Promise<Guess> {
  const isKnown = deviceOf(ctx, named) !== undefined
  const address = addressKeys(ctx.keyring.session, ctx.clientAddress)
  if (!isKnown) refuseWait(await ctx.limits.count('signInOfAddress', ...address))
  const guess = await take(ctx, placeOf(ctx, 'password', named))
  return {
    takeBack: async () => {
      if (!isKnown) await ctx.limits.giveBack('signInOfAddress', ...address)
      await guess.takeBack()
    },
  }
}

/**
 * Counts a guess at the code that follows a right password: for the account, wherever it comes from, since networks are
 * cheap and strangers, who do not know the password, get no guess. On a known device only those of that device count.
 */
export const countCodeGuess = (ctx: Context, named: Named, accountId: Id<'account'>): Promise<Guess> =>
  take(ctx, hashGuess(ctx.keyring.session, ['code', accountId, deviceOf(ctx, named) ?? 'elsewhere']))

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

/** Counts a sign-up with an address, which sends it a mail: for the address and the visitor's network. */
export async function countSignUp(ctx: Context, named: Named): Promise<void> {
  const place = placeOf(ctx, 'sign_up', named)
  const wait = await asAuth(ctx.database, null, (db) =>
    takeGuess(db, place, waitsAfter(freeFailures.signUp), ctx.now),
  )
  refuseWait(wait)
}

/** Counts a request for a reset, for the address; a neighbour's do not hold up the owner on a known device. */
export async function countReset(ctx: Context, named: Named): Promise<void> {
  if (deviceOf(ctx, named)) return
  refuseWait(await ctx.limits.count('resetOfAddress', ...addressKeys(ctx.keyring.session, ctx.clientAddress)))
}

/** Whether a reset may be mailed to an account now: at most every five minutes, whoever asks for it. */
export async function mayMailReset({ keyring, now }: Context, db: AuthDb, { audience, email }: Named) {
  const key = hashGuess(keyring.session, ['reset', audience, email])
  return (await takeGuess(db, key, [resetMailSeconds], now)) === null
}

/** After a reset the owner signs in at once, also from a network where somebody guesses. */
export const forgetGuesses = (ctx: Context, db: AuthDb, named: Named): Promise<unknown> =>
  forgetFailures(db, placeOf(ctx, 'password', named))

/** Reports a sign-in that failed, as `reportGuess` does, unless it came from a device that the account is known on. */
export async function reportFailure(
  ctx: Context,
  db: AuthDb,
  named: Named,
  accountId: Id<'account'>,
): Promise<void> {
  if (!deviceOf(ctx, named)) await reportGuess(ctx, db, named, accountId)
}

/**
 * Counts a failure in the account's series and mails its owner when that completes it. The same statements for an account
 * that does not exist, with a job that sends nothing (S5).
 */
export async function reportGuess(
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

/** The device that the visitor's browser proves to be, if the account was signed in to from it. */
const deviceOf = ({ keyring, cloud, knownDevice: token, now }: Context, named: Named): string | undefined =>
  token === null ? undefined : knownDevice(keyring.session, token, { cloud: cloud.id, ...named }, now)

/** Where guesses of one kind at one account are counted together: on a known device, else in the visitor's network. */
function placeOf(ctx: Context, kind: 'password' | 'sign_up', named: Named): string {
  const place = deviceOf(ctx, named) ?? networkOf(ctx.clientAddress)
  return hashGuess(ctx.keyring.session, [kind, named.audience, named.email, place])
}
