import { hashPassword, isOutdated } from '@entente/auth/password'
import { asAuth } from '@entente/db/core/scopes'
import { replacePasswordHash } from '@entente/db/identity/accounts'
import type { Id } from '@entente/domain/core/id'
import type { Context } from '../core/context.ts'

type Stored = { id: Id<'account'>; passwordHash: string | undefined }

/** Hashes a right password again when its hash follows another rule than the cloud's: only a sign-in knows it. */
export async function rehash(
  { cloud, database }: Pick<Context, 'cloud' | 'database'>,
  { id, passwordHash }: Stored,
  password: string,
): Promise<void> {
  if (!passwordHash || !isOutdated(passwordHash, cloud.passwordHash)) return
  const next = await hashPassword(password, cloud.passwordHash)
  await asAuth(database, id, (db) => replacePasswordHash(db, id, passwordHash, next))
}
