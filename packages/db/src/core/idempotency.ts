import type { ActorKey } from '@entente/domain/core/actor'
import { sql } from 'kysely'
import { batch, sendBehind } from './batch.ts'
import type { Scoped } from './scopes.ts'
import { insertOf, type Places, statement } from './statement.ts'

export type Claim =
  | { kind: 'new' }
  | { kind: 'repeat'; result: unknown }
  /** The same key came with another input. */
  | { kind: 'reused' }

/**
 * An idempotency key of one actor for one procedure. The hash is keyed: an input may hold a password, which could be
 * guessed offline from a plain hash. It is kept with the first of `inputHashes`, which differ by their keys.
 */
export type Key = {
  actor: ActorKey
  procedure: string
  key: string
  inputHashes: readonly [Buffer, ...Buffer[]]
}

/**
 * Claims an idempotency key in the mutation's own transaction. A second transaction with the same key waits here
 * for the first and then repeats its result; if the first rolled back, it is the new one. The key is written once, with its
 * result, by `saveResult`.
 */
export async function claimKey(
  db: Scoped<'partner' | 'customer' | 'auth' | 'operator'>,
  key: Key,
): Promise<Claim> {
  const [, claim] = await batch([db.executeQuery(lockKey(key)), findClaim(db, key)])
  return claim ?? { kind: 'new' }
}

type KeyName = Pick<Key, 'actor' | 'procedure' | 'key'>

const lockKey = statement(
  (_, { actor, procedure, key }: Places<KeyName>) =>
    sql`select pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'key', ${actor}::text, ${procedure}::text, ${key}::text), 0))`,
)

/** The claim of a key that was committed before; undefined when there is none. */
export async function findClaim(
  db: Scoped<'partner' | 'customer' | 'auth' | 'operator'>,
  { inputHashes, ...name }: Key,
): Promise<Claim | undefined> {
  const [first] = (await db.executeQuery(claimOf(name))).rows
  if (!first) return undefined
  return inputHashes.some((hash) => first.inputHash.equals(hash))
    ? { kind: 'repeat', result: first.result }
    : { kind: 'reused' }
}

const claimOf = statement((db, { actor, procedure, key }: Places<KeyName>) =>
  db
    .selectFrom('idempotency')
    .select(['inputHash', 'result'])
    .where('actor', '=', actor)
    .where('procedure', '=', procedure)
    .where('key', '=', key),
)

/** Writes a claimed key with its result, behind the caller's writes. */
export const saveResult = (
  db: Scoped<'partner' | 'customer' | 'auth' | 'operator'>,
  { inputHashes: [inputHash], ...name }: Key,
  result: unknown,
  now: Date,
): Promise<unknown> =>
  sendBehind(db, insertKeys([{ ...name, inputHash, createdAt: now, result: JSON.stringify(result) }]))

const insertKeys = insertOf('idempotency', [
  ...(['actor', 'procedure', 'key', 'inputHash', 'createdAt', 'result'] as const),
])
