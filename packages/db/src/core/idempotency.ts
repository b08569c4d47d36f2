import type { ActorKey } from '@entente/domain/core/actor'
import { sendBehind } from './batch.ts'
import type { Scoped } from './scopes.ts'

export type Claim =
  | { kind: 'new' }
  | { kind: 'repeat'; result: unknown }
  /** The same key came with another input. */
  | { kind: 'reused' }

/**
 * An idempotency key of one actor for one procedure. The hash is keyed: an input may hold a password, which could be
 * guessed offline from a plain hash.
 */
export type Key = { actor: ActorKey; procedure: string; key: string; inputHash: Buffer }

/**
 * Claims an idempotency key in the mutation's own transaction. A second transaction with the same key waits here
 * for the first and then repeats its result; if the first rolled back, it is the new one.
 */
export async function claimKey(
  db: Scoped<'partner' | 'customer' | 'auth' | 'operator'>,
  { actor, procedure, key, inputHash }: Key,
  now: Date,
): Promise<Claim> {
  const inserted = await db
    .insertInto('idempotency')
    .values({ actor, procedure, key, inputHash, createdAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst()
  if (inserted) return { kind: 'new' }
  const first = await findClaim(db, { actor, procedure, key, inputHash })
  if (!first) throw new Error('A claimed key is gone.')
  return first
}

/** The claim of a key that was committed before; undefined when there is none. */
export async function findClaim(
  db: Scoped<'partner' | 'customer' | 'auth' | 'operator'>,
  { actor, procedure, key, inputHash }: Key,
): Promise<Claim | undefined> {
  const first = await db
    .selectFrom('idempotency')
    .select(['inputHash', 'result'])
    .where('actor', '=', actor)
    .where('procedure', '=', procedure)
    .where('key', '=', key)
    .executeTakeFirst()
  if (!first) return undefined
  return first.inputHash.equals(inputHash) ? { kind: 'repeat', result: first.result } : { kind: 'reused' }
}

export const saveResult = (
  db: Scoped<'partner' | 'customer' | 'auth' | 'operator'>,
  { actor, procedure, key }: Omit<Key, 'inputHash'>,
  result: unknown,
): Promise<unknown> =>
  sendBehind(
    db,
    db
      .updateTable('idempotency')
      .set({ result: JSON.stringify(result) })
      .where('actor', '=', actor)
      .where('procedure', '=', procedure)
      .where('key', '=', key),
  )
