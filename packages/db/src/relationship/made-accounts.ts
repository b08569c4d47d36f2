import type { Id } from '@entente/domain/core/id'
import type { CustomerDb } from '../core/scopes.ts'
import { type Places, statement } from '../core/statement.ts'

/** The partners that made an account: it never accepts a link of theirs. */
export async function partnersThatMade(
  db: CustomerDb,
  accountId: Id<'account'>,
): Promise<Id<'organisation'>[]> {
  const [row] = (await db.executeQuery(makers({ accountId }))).rows
  return row ? [row.partnerId, ...(row.resellerId ? [row.resellerId] : [])] : []
}

const makers = statement((db, { accountId }: Places<{ accountId: Id<'account'> }>) =>
  db.selectFrom('addedCustomer').select(['partnerId', 'resellerId']).where('accountId', '=', accountId),
)
