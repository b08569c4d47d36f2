import type { Id } from '@entente/domain/core/id'
import type { Signature } from '@entente/domain/relationship/agreement-renewal'
import { sql } from 'kysely'
import type { CustomerDb, Scoped } from '../core/scopes.ts'

/** A version of the customer agreement that a customer accepted outside an acceptance. */
export type AgreementRenewal = {
  id: Id<'renewal'>
  customerId: Id<'organisation'>
  agreement: string
  version: string
  language: string
  acceptedBy: Id<'account'>
  acceptedAt: Date
}

/** What the customer signed, in acceptances and outside of them, as far as the scope shows it. */
export async function listSignatures(
  db: Scoped<'customer' | 'partner' | 'operator'>,
  customerId: Id<'organisation'>,
): Promise<Signature[]> {
  const { rows } = await sql<Signature>`
    select agreement as name, version, max(accepted_at) as at from (
      select agreement, version, accepted_at from acceptance where customer_id = ${customerId}
      union all
      select agreement, version, accepted_at from agreement_renewal where customer_id = ${customerId}
    ) signature group by agreement, version order by at desc, version desc`.execute(db)
  return rows
}

/** Writes a renewal; returns false when the version is signed already. */
export async function insertRenewal(db: CustomerDb, renewal: AgreementRenewal): Promise<boolean> {
  const inserted = await db
    .insertInto('agreementRenewal')
    .values(renewal)
    .onConflict((conflict) => conflict.columns(['customerId', 'agreement', 'version']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

const renewals = (db: CustomerDb, customerId: Id<'organisation'>) =>
  db
    .selectFrom('agreementRenewal')
    .select(['agreement', 'version', 'language', 'acceptedAt'])
    .where('customerId', '=', customerId)

export const findRenewal = (
  db: CustomerDb,
  { customerId, renewalId }: { customerId: Id<'organisation'>; renewalId: Id<'renewal'> },
) => renewals(db, customerId).where('id', '=', renewalId).executeTakeFirst()

/** The version that the customer accepted last outside an acceptance. */
export const findLastRenewal = (db: CustomerDb, customerId: Id<'organisation'>) =>
  renewals(db, customerId).orderBy('acceptedAt', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst()
