import type { Id } from '@entente/domain/core/id'
import type { PartnerKind, PartnerStanding, PartnerStatus } from '@entente/domain/core/organisation'
import type { PartnerListInput } from '@entente/domain/operator/operator-list'
import { sql } from 'kysely'
import { pageOf, readCursor } from '../core/cursor.ts'
import type { OperatorDb } from '../core/scopes.ts'
import { matchesSearch } from '../core/search.ts'

export type OperatorPartner = {
  id: Id<'organisation'>
  legalName: string
  country: string
  kind: PartnerKind
  partnerId: string
  status: PartnerStatus
  privilegesFrozenAt: Date | null
  verifiedAt: Date | null
  since: Date
}

const partners = (db: OperatorDb) =>
  db
    .selectFrom('organisation')
    .select(['id', 'legalName', 'country', 'privilegesFrozenAt', 'verifiedAt', 'createdAt as since'])
    // Check constraints give every partner a kind and a status; the condition below excludes a missing number.
    .select((eb) => [
      eb.ref('partnerKind').$castTo<PartnerKind>().as('kind'),
      eb.ref('partnerNumber').$castTo<string>().as('partnerId'),
      eb.ref('partnerStatus').$castTo<PartnerStatus>().as('status'),
    ])
    .where('kind', '=', 'partner')
    // Until it is accepted, a company is an application and not yet a partner.
    .where('partnerNumber', 'is not', null)

/** One page of the partners whose name has the words of the search, or whose partner ID it is, by keyset. */
export async function listPartners(
  db: OperatorDb,
  { search = '', cursor, limit }: PartnerListInput,
): Promise<{ partners: OperatorPartner[]; nextCursor: string | null }> {
  const wanted = search.trim()
  const after = readCursor(cursor, ['text', 'id'])
  let query = partners(db)
    .select('sortKey')
    .orderBy('sortKey')
    .orderBy('id')
    .limit(limit + 1)
  if (wanted)
    query = query.where(
      sql<boolean>`(${matchesSearch('organisation.terms', wanted)} or partner_number = ${wanted})`,
    )
  if (after) query = query.where(sql<boolean>`(sort_key, id) > (${after[0]}, ${after[1]}::uuid)`)
  const rows = await query.execute()
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.sortKey, last.id])
  return {
    partners: page.map(({ sortKey: _, ...partner }) => partner),
    nextCursor,
  }
}

export const findPartner = (db: OperatorDb, id: Id<'organisation'>): Promise<OperatorPartner | undefined> =>
  partners(db).where('id', '=', id).executeTakeFirst()

/** Locks the partner: of two operators at once, the second sees what the first did. */
export const lockPartner = (db: OperatorDb, id: Id<'organisation'>): Promise<OperatorPartner | undefined> =>
  partners(db).where('id', '=', id).forNoKeyUpdate().executeTakeFirst()

export const savePartnerStanding = (
  db: OperatorDb,
  id: Id<'organisation'>,
  { status, privilegesFrozenAt }: PartnerStanding,
): Promise<unknown> =>
  db
    .updateTable('organisation')
    .set({ partnerStatus: status, privilegesFrozenAt })
    .where('id', '=', id)
    .execute()

/** Saves which request last froze, thawed or ended the partner's privileges. */
export const savePrivilegesChange = (
  db: OperatorDb,
  id: Id<'organisation'>,
  privilegesChangeId: string,
): Promise<unknown> =>
  db.updateTable('organisation').set({ privilegesChangeId }).where('id', '=', id).execute()

/** The number of customers at which the partner holds privileges. */
export async function countCustomersWithPrivileges(db: OperatorDb, id: Id<'organisation'>): Promise<number> {
  const { count } = await db
    .selectFrom('adminGrant')
    .select(({ fn }) => fn.count<string>('customerId').distinct().as('count'))
    .where('partnerId', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export type OperatorLink = {
  id: Id<'link'>
  partnerId: Id<'organisation'>
  /** The provider of a joint link. */
  providerId: Id<'organisation'> | null
  kind: string
  withPrivileges: boolean
  version: number
  createdAt: Date
  revokedAt: Date | null
}

const links = (db: OperatorDb) =>
  db
    .selectFrom('relationshipLink')
    .select(['id', 'partnerId', 'providerId', 'kind', 'withPrivileges', 'version', 'createdAt', 'revokedAt'])

export const listLinksOf = (db: OperatorDb, partnerId: Id<'organisation'>): Promise<OperatorLink[]> =>
  links(db).where('partnerId', '=', partnerId).orderBy('kind').orderBy('withPrivileges').execute()

export const lockLinkToRevoke = (db: OperatorDb, id: Id<'link'>): Promise<OperatorLink | undefined> =>
  links(db).where('id', '=', id).forNoKeyUpdate().executeTakeFirst()

/** Raises a link's version: links that were handed out with a lower one open nothing from now on. */
export const saveLinkVersion = (
  db: OperatorDb,
  id: Id<'link'>,
  version: number,
  revokedAt: Date,
): Promise<unknown> =>
  db.updateTable('relationshipLink').set({ version, revokedAt }).where('id', '=', id).execute()
