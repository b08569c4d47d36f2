import { hashAddress } from '@entente/auth/keyed-hash'
import type { Id } from '@entente/domain/core/id'
import type { Context } from './context.ts'
import { refused } from './refused.ts'

/** Counts a guess at a password, for the account and for the address. Call `takeBack` when it was right. */
export async function countGuess({ limits, keyring, clientAddress }: Context, account: string) {
  const address = hashAddress(keyring.session, clientAddress)
  const wait =
    (await limits.count('signInOfAddress', address)) ?? (await limits.count('signInOfAccount', account))
  refuseWait(wait)
  return {
    takeBack: async () => {
      await limits.giveBack('signInOfAddress', address)
      await limits.giveBack('signInOfAccount', account)
    },
  }
}

/** Counts a guess at an account's code, at most five a minute. Call `takeBack` when it was right. */
export async function countCodeGuess({ limits }: Context, accountId: Id<'account'>) {
  const wait = await limits.count('secondFactorOfAccount', accountId)
  refuseWait(wait)
  return { takeBack: () => limits.giveBack('secondFactorOfAccount', accountId) }
}

/** Refuses what a limit makes wait; `null` means that the limit is not reached. */
export function refuseWait(retryAfterSeconds: number | null): void {
  if (retryAfterSeconds !== null) throw refused({ code: 'too_many_attempts', retryAfterSeconds })
}
