import { checkPasswordHash } from '@entente/auth/password'
import { typedTemporaryPassword } from '@entente/auth/temporary-password'
import type { listAccounts } from '@entente/db/identity/accounts'
import type { Context } from '../core/context.ts'

type FoundAccount = Awaited<ReturnType<typeof listAccounts>>[number]

/** A password as it is compared: a temporary one forgives blanks, hyphens and capitals. */
export const typedFor = (account: FoundAccount | undefined, password: string): string =>
  account?.isTemporary ? typedTemporaryPassword(password) : password

/**
 * The account of an address that a password belongs to: its owner's, or one that a company added and the owner has not
 * taken up. Both are checked in every case, so that the time does not tell which of them there are (S5).
 */
export async function accountOfPassword(
  { cloud: { passwordHash: rule } }: Pick<Context, 'cloud'>,
  accounts: FoundAccount[],
  password: string,
): Promise<FoundAccount | undefined> {
  const isRight = (account: FoundAccount | undefined) =>
    checkPasswordHash(account?.passwordHash, typedFor(account, password), rule)
  const owners = accounts.find(({ isTakenUp }) => isTakenUp)
  if (await isRight(owners)) return owners
  const added = accounts.filter((account) => account !== owners)
  const candidates = added.length > 0 ? added : [undefined]
  const areRight = await Promise.all(candidates.map(isRight))
  return candidates.find((_, index) => areRight[index])
}
