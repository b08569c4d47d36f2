import { hashInput } from '@entente/auth/keyed-hash'
import { claimKey, findClaim, saveResult } from '@entente/db/core/idempotency'
import { type AuthDb, asAuth, type Scoped } from '@entente/db/core/scopes'
import { isUnavailable } from '@entente/db/core/unavailable'
import { z } from 'zod'
import type { Context } from './context.ts'
import { refused } from './refused.ts'

/** The caller's idempotency key: the same key with the same input gets the first answer again. */
export const keyed = z.object({ idempotencyKey: z.uuid() })

export type Step = { readonly ok: boolean; readonly error?: unknown }

type Once = { actor: string; path: string; key: string; raw: unknown }

/** What is stored of an answer with secrets: the answer without them, marked as shown. */
export type ShownOnce = { result: 'shown_once' }

/** Drops the fields named in `secrets`: a stored answer never holds a secret. */
const withoutSecrets = (data: unknown, secrets: readonly string[] | undefined): unknown => {
  if (!secrets) return data
  const kept = Object.entries(data as object).filter(([field]) => !secrets.includes(field))
  return { ...Object.fromEntries(kept), result: 'shown_once' } satisfies ShownOnce
}

/** Runs a step once per key. A used key gets the first answer again, and the step does not run. */
export async function once<R extends Step>(
  ctx: Context,
  db: Scoped<'partner' | 'customer' | 'auth' | 'operator'>,
  { actor, path, key, raw }: Once,
  step: () => Promise<R>,
  secrets?: readonly string[],
): Promise<R> {
  const inputHash = hashInput(ctx.keyring.session, raw)
  const claim = await claimKey(db, { actor, procedure: path, key, inputHash }, ctx.clock())
  if (claim.kind === 'reused') throw refused({ code: 'idempotency_key_reused' })
  if (claim.kind === 'repeat') return repeated(claim.result)
  const result = await step()
  if (result.ok && 'data' in result)
    await saveResult(db, { actor, procedure: path, key }, withoutSecrets(result.data, secrets))
  return result
}

// Forges a middleware's result: tRPC exports its marker only as a type.
const repeated = <R>(data: unknown): R => ({ ok: true, data, marker: 'middlewareMarker' }) as unknown as R

/**
 * Gives a repeated press its first answer instead of a refusal. A repeat is refused before its key is looked up: it
 * finds its link spent or its old password wrong.
 */
export async function firstAnswerIfRepeated<R extends Step>(
  ctx: Context,
  { actor, path, key, raw }: Once,
  result: R,
): Promise<R> {
  if (result.ok || isUnavailable(result.error)) return result
  const inputHash = hashInput(ctx.keyring.session, raw)
  const claim = await asAuth(ctx.database, actor, (db) =>
    findClaim(db, { actor, procedure: path, key, inputHash }),
  )
  if (claim?.kind === 'reused') throw refused({ code: 'idempotency_key_reused' })
  return claim?.kind === 'repeat' ? repeated(claim.result) : result
}

type Write = <T>(work: (db: AuthDb) => Promise<T>) => Promise<T>

/**
 * Makes the function that writes in the auth scope, once per key. The procedure calls it after it counted its limits:
 * those commit in transactions of their own, and must not wait for a second connection inside this one.
 */
export const writeOnce =
  (ctx: Context, claim: Omit<Once, 'raw'>, getRawInput: () => Promise<unknown>): Write =>
  async (work) => {
    const raw = await getRawInput()
    return asAuth(ctx.database, claim.actor, async (db) => {
      const { data } = await once(ctx, db, { ...claim, raw }, async () => ({
        ok: true,
        data: await work(db),
      }))
      return data
    })
  }
