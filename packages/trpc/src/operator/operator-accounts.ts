import type { OperatorDb } from '@entente/db/core/scopes'
import { accountsWithSecondFactor } from '@entente/db/identity/second-factors'
import {
  type ControlledAccount,
  endSessionsOfAccounts,
  findAccountsByEmail,
  findControlledAccount,
  listPlaces,
  lockAccount,
  saveSuspension,
} from '@entente/db/operator/operator-accounts'
import type { Id } from '@entente/domain/core/id'
import {
  accountControlInput,
  accountIdInput,
  findPersonInput,
  liftAccountSuspension,
  suspendAccount,
} from '@entente/domain/operator/account-control'
import type { Context } from '../core/context.ts'
import { operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { recordAboutAccount } from './account-record.ts'

type ActContext = Context & { db: OperatorDb }

/** What an operator does about a person of a partner or customer. */
export const operatorAccounts = t.router({
  /** The accounts of one address, at most one at partners and one at customers. */
  find: operatorQuery('accounts.view')
    .input(findPersonInput)
    .query(async ({ ctx: { db }, input: { email } }) => ({
      accounts: await Promise.all(
        (await findAccountsByEmail(db, email)).map(async (account) => ({
          ...account,
          places: await listPlaces(db, account.id),
        })),
      ),
    })),

  get: operatorQuery('accounts.view')
    .input(accountIdInput)
    .query(async ({ ctx: { db }, input: { id } }) => {
      const account = await findControlledAccount(db, id)
      if (!account) throw refused({ code: 'not_found' })
      const hasSecondFactor = (await accountsWithSecondFactor(db, [id])).size > 0
      return { account: { ...account, hasSecondFactor }, places: await listPlaces(db, id) }
    }),

  /** Signs a person out everywhere. */
  endSessions: operatorMutation('accounts.end_sessions', { fresh: true })
    .input(accountControlInput)
    .mutation(async ({ ctx, input: { id, reason } }) => {
      await lockedAccount(ctx, id)
      await endSessionsOfAccounts(ctx.db, [id], ctx.now)
      await recordAboutAccount(ctx, 'account.sessions_ended', id, { reason })
      return {}
    }),

  /** The person cannot sign in until an operator lifts it; sessions end at once, roles stay. */
  suspend: operatorMutation('accounts.suspend', { fresh: true })
    .input(accountControlInput)
    .mutation(async ({ ctx, input: { id, reason } }) => {
      const { suspendedAt } = await lockedAccount(ctx, id)
      await saveSuspension(ctx.db, id, settled(suspendAccount(suspendedAt, ctx.now)))
      await endSessionsOfAccounts(ctx.db, [id], ctx.now)
      await recordAboutAccount(ctx, 'account.suspended', id, { reason })
      return {}
    }),

  lift: operatorMutation('accounts.suspend', { fresh: true })
    .input(accountControlInput)
    .mutation(async ({ ctx, input: { id, reason } }) => {
      const { suspendedAt } = await lockedAccount(ctx, id)
      await saveSuspension(ctx.db, id, settled(liftAccountSuspension(suspendedAt)))
      await recordAboutAccount(ctx, 'account.suspension_lifted', id, { reason })
      return {}
    }),
})

async function lockedAccount({ db }: ActContext, id: Id<'account'>): Promise<ControlledAccount> {
  const account = await lockAccount(db, id)
  if (!account) throw refused({ code: 'not_found' })
  return account
}
