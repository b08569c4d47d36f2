import type { Id } from '@entente/domain/core/id'
import type { RelationshipStep } from '@entente/domain/relationship/relationship'
import type { CustomerDb, Scoped } from '../core/scopes.ts'

/** A customer's press on **Authorize** that changed something, and the agreement that it accepted. */
export type AcceptanceRow = {
  id: Id<'acceptance'>
  customerId: Id<'organisation'>
  partnerId: Id<'organisation'>
  change: RelationshipStep['change']
  agreement: string
  version: string
  acceptedAt: Date
}

const columns = ['id', 'customerId', 'partnerId', 'change', 'agreement', 'version', 'acceptedAt'] as const
// A check constraint gives it one of these values.
type Narrowed = { change: RelationshipStep['change'] }

export const insertAcceptance = (
  db: CustomerDb,
  acceptance: Omit<AcceptanceRow, 'acceptedAt'> & {
    linkId: Id<'link'>
    language: string
    acceptedBy: Id<'account'>
  },
  now: Date,
): Promise<unknown> =>
  db
    .insertInto('acceptance')
    .values({ ...acceptance, acceptedAt: now })
    .execute()

/** An acceptance of this tenant. */
export const findAcceptance = (
  db: Scoped<'customer' | 'partner'>,
  id: Id<'acceptance'>,
): Promise<AcceptanceRow | undefined> =>
  db.selectFrom('acceptance').select(columns).$narrowType<Narrowed>().where('id', '=', id).executeTakeFirst()

/** The customer's acceptances that the scope shows, newest first. */
export const listAcceptances = (
  db: Scoped<'customer' | 'partner'>,
  customerId: Id<'organisation'>,
): Promise<AcceptanceRow[]> =>
  db
    .selectFrom('acceptance')
    .select(columns)
    .$narrowType<Narrowed>()
    .where('customerId', '=', customerId)
    .orderBy('acceptedAt', 'desc')
    .orderBy('id', 'desc')
    .execute()

/** The address of the person who accepted; null once the account is erased. */
export async function findAcceptingAddress(db: CustomerDb, id: Id<'acceptance'>): Promise<string | null> {
  const row = await db
    .selectFrom('acceptance')
    .innerJoin('auth.account', 'auth.account.id', 'acceptance.acceptedBy')
    .select('auth.account.email')
    .where('acceptance.id', '=', id)
    .executeTakeFirst()
  return row?.email ?? null
}
