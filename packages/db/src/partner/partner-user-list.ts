import type { Id } from '@entente/domain/core/id'
import type { AdminType, AgentType } from '@entente/domain/core/user-type'
import { restorableAfter } from '@entente/domain/identity/person'
import { type Expression, type SqlBool, sql } from 'kysely'
import { readCursor, writeCursor } from '../core/cursor.ts'
import type { PartnerDb } from '../core/scopes.ts'
import { type PartnerUser, toUser, users } from './partner-users.ts'

export type UserQuery = {
  search?: string | undefined
  role?: Exclude<AgentType | AdminType, 'none'> | undefined
  status: 'present' | 'removed'
  cursor?: string | undefined
  limit: number
}

/** One page of the account's users by name, or of those removed in the last 30 days (§4.4). */
export async function listPartnerUsers(
  db: PartnerDb,
  organisationId: Id<'organisation'>,
  { search, role, status, cursor, limit }: UserQuery,
  now: Date,
): Promise<{ users: PartnerUser[]; nextCursor: string | null }> {
  const sortKey = sql<string>`lower(account.name)`
  const after = readCursor(cursor, ['text', 'id'])
  const rows = await users(db, organisationId)
    .select(sortKey.as('sortKey'))
    .where('membership.status', '=', status === 'present' ? 'active' : 'removed')
    .$if(status === 'removed', (query) => query.where('membership.decidedAt', '>', restorableAfter(now)))
    .$if(role !== undefined, (query) =>
      query.where(
        sql<boolean>`${role} = any(${sql.ref(status === 'present' ? 'membership.roles' : 'membership.formerRoles')})`,
      ),
    )
    .where((eb) => eb.and(wordsOf(search).map((word): Expression<SqlBool> => containing(word))))
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(lower(account.name), membership.id) > (${after?.[0]}, ${after?.[1]}::uuid)`),
    )
    .orderBy(sortKey)
    .orderBy('membership.id')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    users: page.map(toUser),
    nextCursor: rows.length > limit && last ? writeCursor([last.sortKey, last.id]) : null,
  }
}

const wordsOf = (search = ''): string[] =>
  search.normalize('NFC').trim().split(/\s+/).filter(Boolean).slice(0, 8)

/** Finds a word anywhere in names and addresses, without an index: an account has few users. */
const containing = (word: string) => {
  const pattern = `%${word.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  return sql<boolean>`(lower(account.name) like ${pattern} or account.email like ${pattern})`
}
