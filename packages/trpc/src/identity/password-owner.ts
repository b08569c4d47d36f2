import type { AuthDb } from '@entente/db/core/scopes'
import { findAccountToSetUp, listMemberships } from '@entente/db/identity/accounts'
import type { Id } from '@entente/domain/core/id'
import type { PasswordOwner } from '@entente/domain/identity/password'

/** The names that an account's new password must not be built around: its own and those of its companies. */
export async function passwordOwner(db: AuthDb, accountId: Id<'account'>): Promise<PasswordOwner> {
  const account = await findAccountToSetUp(db, accountId)
  const memberships = await listMemberships(db, accountId)
  return {
    email: account?.email ?? '',
    name: account?.name,
    organisations: memberships.flatMap(({ organisation }) => organisation ?? []),
  }
}
