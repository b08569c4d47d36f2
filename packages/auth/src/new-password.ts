import type { Result } from '@entente/domain/core/result'
import { checkPassword, type WeakPassword } from '@entente/domain/identity/account'
import type { PasswordOwner } from '@entente/domain/identity/password'

let listed: Promise<ReadonlySet<string>> | undefined

/** Whether somebody may choose this password. The list of common ones is loaded with the first question. */
export async function checkNewPassword(
  candidate: string,
  owner: PasswordOwner,
): Promise<Result<string, WeakPassword>> {
  listed ??= loadList()
  const list = await listed
  return checkPassword(candidate, owner, (word) => list.has(word))
}

/** 49,000 common passwords and words, most of them without digits: about 5 MB in memory. */
async function loadList(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'])
}
