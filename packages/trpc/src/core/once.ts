import { hashAddress, hashInput } from '@entente/auth/keyed-hash'
import { claimKey, findClaim, type Key, saveResult } from '@entente/db/core/idempotency'
import { asAuth, type Scoped } from '@entente/db/core/scopes'
import { type Actor, actorKeyOf } from '@entente/domain/core/actor'
import { z } from 'zod'
import type { Context } from './context.ts'
import { refused } from './refused.ts'

/** The caller's idempotency key: the same key with the same input gets the first answer again. */
export const keyed = z.object({ idempotencyKey: z.uuid() })

/** What is stored of an answer with secrets: the answer without them, marked as shown. */
export type ShownOnce = { result: 'shown_once' }

/** An answer, or what a repeat gets of one whose fields `Secret` are shown once. */
export type Once<T, Secret extends string> = [Secret] extends [never] ? T : T | Kept<T, Secret>
type Kept<T, Secret extends string> = T extends { [K in Secret]: unknown }
  ? Omit<T, Secret | 'result'> & ShownOnce
  : never

/** Drops the fields named in `secrets`: a stored answer never holds a secret. */
const withoutSecrets = (answer: unknown, secrets: readonly string[]): unknown => {
  if (!secrets.some((secret) => Object.hasOwn(answer as object, secret))) return answer
  const kept = Object.entries(answer as object).filter(([field]) => !secrets.includes(field))
  return { ...Object.fromEntries(kept), result: 'shown_once' } satisfies ShownOnce
}

/** The key that one call claims. `raw` is the input as it was sent. */
export const keyOf = (
  { keyring, clientAddress }: Context,
  actor: Actor,
  call: { path: string; key: string; raw: unknown },
): Key => ({
  actor: actorKeyOf(actor, () => hashAddress(keyring.session, clientAddress)),
  procedure: call.path,
  key: call.key,
  inputHashes: hashInput(keyring.session, call.raw),
})

/**
 * Acts once per key, in the caller's transaction. A used key gets the first answer again, and nothing is done. What `enter`
 * asks first goes in one packet with the claim; what it finds or refuses counts only for a new key.
 */
export async function once<E, T>(
  { now }: Context,
  db: Scoped<'partner' | 'customer' | 'auth' | 'operator'>,
  { key, secrets }: { key: Key; secrets: readonly string[] },
  { enter, act }: { enter: () => Promise<E>; act: (entered: E) => Promise<T> },
): Promise<unknown> {
  const claiming = claimKey(db, key)
  const entering = enter()
  entering.catch(() => {})
  const claim = await claiming
  if (claim.kind === 'reused') throw refused({ code: 'idempotency_key_reused' })
  if (claim.kind === 'repeat') return claim.result
  const answer = await act(await entering)
  await saveResult(db, key, withoutSecrets(answer, secrets), now)
  return answer
}

/** The first answer to a key that was used before; undefined when it was not. */
export async function firstAnswer({ database }: Context, key: Key): Promise<{ answer: unknown } | undefined> {
  const claim = await asAuth(database, key.actor, (db) => findClaim(db, key))
  if (claim?.kind === 'reused') throw refused({ code: 'idempotency_key_reused' })
  return claim?.kind === 'repeat' ? { answer: claim.result } : undefined
}
