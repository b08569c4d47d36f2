import type { Id } from '@entente/domain/core/id'
import type { AdminType, AgentType } from '@entente/domain/core/user-type'
import { restorableAfter } from '@entente/domain/identity/person'
import { sql } from 'kysely'
import { pageOf, pageRows, readCursor } from '../core/cursor.ts'
import type { PartnerDb } from '../core/scopes.ts'
import { matchesSearch } from '../core/search.ts'
import { type PartnerUser, toUser, users } from './partner-users.ts'

export type UserQuery = {
  search?: string | undefined
  factor?: 'none' | undefined
  role?: Exclude<AgentType | AdminType, 'none'> | undefined
  status: 'present' | 'removed'
  cursor?: string | undefined
  limit: number
}

const hasNoFactor = sql<boolean>`not exists (
  select from auth.second_factor where account_id = membership.account_id and confirmed_at is not null)`

/** How many users the account has, and how many of them have not set up a second factor. */
export async function countUsers(
  db: PartnerDb,
  organisationId: Id<'organisation'>,
): Promise<{ total: number; withoutFactor: number }> {
  const { total, withoutFactor } = await db
    .selectFrom('auth.membership as membership')
    .select((eb) => [
      eb.fn.countAll<string>().as('total'),
      eb.fn.countAll<string>().filterWhere(hasNoFactor).as('withoutFactor'),
    ])
    .where('organisationId', '=', organisationId)
    .where('status', '=', 'active')
    .executeTakeFirstOrThrow()
  return { total: Number(total), withoutFactor: Number(withoutFactor) }
}

/** One page of the account's users by name, or of those removed in the last 30 days (§4.4). */
export async function listPartnerUsers(
  db: PartnerDb,
  organisationId: Id<'organisation'>,
  { search, role, factor, status, cursor, limit }: UserQuery,
  now: Date,
): Promise<{ users: PartnerUser[]; nextCursor: string | null }> {
  const after = readCursor(cursor, ['text', 'id'])
  const rows = await users(db, organisationId)
    .select('account.sortKey')
    .where('membership.status', '=', status === 'present' ? 'active' : 'removed')
    .$if(status === 'removed', (query) => query.where('membership.decidedAt', '>', restorableAfter(now)))
    .$if(role !== undefined, (query) =>
      query.where(
        sql<boolean>`${role} = any(${sql.ref(status === 'present' ? 'membership.roles' : 'membership.formerRoles')})`,
      ),
    )
    .$if(factor === 'none', (query) => query.where(hasNoFactor))
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
    users: page.map(toUser),
    nextCursor,
  }
}
