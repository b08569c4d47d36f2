import type { Id } from '@entente/domain/core/id'
import type { PartnerKind, PartnerStatus } from '@entente/domain/core/organisation'
import type { Role } from '@entente/domain/core/role'
import { useOfGrants } from '@entente/domain/relationship/admin-grant'
import type { OperatorDb } from '../core/scopes.ts'

/** The partners that have a live relationship with a customer: one of them calls. */
export const listPartnersOfCustomer = (db: OperatorDb, customerId: Id<'organisation'>) =>
  db
    .selectFrom('relationship')
    .innerJoin('organisation as partner', 'partner.id', 'relationship.partnerId')
    .select(['relationship.id', 'partner.legalName'])
    .where('relationship.customerId', '=', customerId)
    .where('relationship.status', '=', 'active')
    .orderBy('partner.sortKey')
    .execute()

/** A live relationship with what a call about it needs: its parties, and the services whose privileges the partner can use. */
export async function findCalledAbout(db: OperatorDb, id: Id<'relationship'>) {
  const row = await db
    .selectFrom('relationship')
    .innerJoin('organisation as partner', 'partner.id', 'relationship.partnerId')
    .select(['relationship.id', 'relationship.customerId', 'relationship.partnerId', 'customerName'])
    .select(['partner.legalName as partnerName', 'partnerKind', 'partnerStatus', 'privilegesFrozenAt'])
    // A check constraint gives every partner both.
    .$narrowType<{ partnerKind: PartnerKind; partnerStatus: PartnerStatus }>()
    .where('relationship.id', '=', id)
    .where('relationship.status', '=', 'active')
    .executeTakeFirst()
  if (!row) return undefined
  const { partnerStatus: status, privilegesFrozenAt, ...called } = row
  const grants = await db
    .selectFrom('adminGrant')
    .select('service')
    .where('partnerId', '=', row.partnerId)
    .where('customerId', '=', row.customerId)
    .where('endedAt', 'is', null)
    .execute()
  const isUsable = useOfGrants({ status, privilegesFrozenAt }) === 'usable'
  return { ...called, status, usable: isUsable ? grants.map(({ service }) => service) : [] }
}

/** The person of a partner who signs in with this address, if it may act. */
export async function findCaller(db: OperatorDb, partnerId: Id<'organisation'>, email: string) {
  const row = await db
    .selectFrom('auth.account as account')
    .innerJoin('auth.membership as membership', 'membership.accountId', 'account.id')
    .select(['account.id', 'account.name', 'membership.roles'])
    .where('account.email', '=', email)
    .where('account.audience', '=', 'partner')
    .where('account.suspendedAt', 'is', null)
    .where('membership.organisationId', '=', partnerId)
    .where('membership.status', '=', 'active')
    .executeTakeFirst()
  return row && { ...row, roles: row.roles as Role[] }
}
