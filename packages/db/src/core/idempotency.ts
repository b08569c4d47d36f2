import type { ActorKey } from '@entente/domain/core/actor'
import { sendBehind } from './batch.ts'
import type { Scoped } from './scopes.ts'
import { type Places, statement } from './statement.ts'

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

const insertKey = statement(
  (db, { actor, procedure, key, inputHash, createdAt }: Places<Key & { createdAt: Date }>) =>
    db
      .insertInto('idempotency')
      .values({ actor, procedure, key, inputHash, createdAt })
      .onConflict((conflict) => conflict.doNothing())
      .returning('key'),
)

/**
 * Claims an idempotency key in the mutation's own transaction. A second transaction with the same key waits here
 * for the first and then repeats its result; if the first rolled back, it is the new one.
 */
export async function claimKey(
  db: Scoped<'partner' | 'customer' | 'auth' | 'operator'>,
  key: Key,
  now: Date,
): Promise<Claim> {
  const { rows } = await db.executeQuery(insertKey({ ...key, createdAt: now }))
  if (rows.length > 0) return { kind: 'new' }
  const first = await findClaim(db, key)
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
): Promise<unknown> => sendBehind(db, updateResult({ actor, procedure, key, result: JSON.stringify(result) }))

const updateResult = statement(
  (db, { actor, procedure, key, result }: Places<Omit<Key, 'inputHash'> & { result: string }>) =>
    db
      .updateTable('idempotency')
      .set({ result })
      .where('actor', '=', actor)
      .where('procedure', '=', procedure)
      .where('key', '=', key),
)
