import type { Id } from '@entente/domain/core/id'
import type { PartnerStatus } from '@entente/domain/core/organisation'
import type { PartnerRole } from '@entente/domain/core/role'
import type { EnrolmentState } from '@entente/domain/enrolment/enrolment'
import { sql } from 'kysely'
import { pageOf, pageRows, readCursor } from '../core/cursor.ts'
import type { DelegateDb } from '../core/scopes.ts'
import { matchesSearch } from '../core/search.ts'

/** The account of a reseller that lets its provider look into it; undefined once it does not. */
export async function findResellerAccount(db: DelegateDb, id: Id<'partnership'>) {
  const row = await db
    .selectFrom('partnership')
    .innerJoin('organisation', 'organisation.id', 'partnership.resellerId')
    .innerJoin('enrolment', 'enrolment.organisationId', 'partnership.resellerId')
    .select(['partnership.id', 'resellerId', 'legalName', 'partnerNumber', 'partnerStatus'])
    .select(['enrolment.state', 'enrolment.mpnId'])
    // Check constraints limit both.
    .$narrowType<{ partnerStatus: PartnerStatus; state: EnrolmentState }>()
    .where('partnership.id', '=', id)
    .executeTakeFirst()
  return row
}

export type ResellerUser = {
  id: Id<'membership'>
  name: string
  email: string
  roles: PartnerRole[]
  since: Date
  hasSecondFactor: boolean
}

/** One page of a reseller's users by name. */
export async function listResellerUsers(
  db: DelegateDb,
  resellerId: Id<'organisation'>,
  { search, cursor, limit }: { search?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ users: ResellerUser[]; nextCursor: string | null }> {
  const after = readCursor(cursor, ['text', 'id'])
  const rows = await db
    .selectFrom('auth.membership as membership')
    .innerJoin('auth.account as account', 'account.id', 'membership.accountId')
    .select(['membership.id', 'account.name', 'account.email', 'account.sortKey', 'membership.roles'])
    .select([
      'membership.createdAt as since',
      sql<boolean>`exists (select from auth.second_factor
        where account_id = membership.account_id and confirmed_at is not null)`.as('hasSecondFactor'),
    ])
    .where('membership.organisationId', '=', resellerId)
    .where('membership.status', '=', 'active')
    .$if(Boolean(search?.trim()), (query) => query.where(matchesSearch('account.terms', search ?? '')))
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(account.sort_key, membership.id) > (${after?.[0]}, ${after?.[1]}::uuid)`),
    )
    .orderBy('account.sortKey')
    .orderBy('membership.id')
    .limit(pageRows(limit))
    .execute()
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.sortKey, last.id])
  return {
    users: page.map(({ sortKey: _, roles, ...user }) => ({ ...user, roles: roles as PartnerRole[] })),
    nextCursor,
  }
}
