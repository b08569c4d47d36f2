import type { Id } from '@entente/domain/core/id'
import type { BusinessListInput, BusinessLocation, LogoType } from '@entente/domain/partner/business-profile'
import { sql } from 'kysely'
import { pageOf, readCursor } from '../core/cursor.ts'
import type { PartnerDb, Scoped, VisitorDb } from '../core/scopes.ts'
import { matchesSearch } from '../core/search.ts'

export type BusinessProfile = {
  description: string
  services: string[]
  locations: BusinessLocation[]
  hasLogo: boolean
  savedAt: Date
}
export type ListedBusiness = BusinessProfile & { id: Id<'organisation'>; legalName: string; country: string }

const profiles = (db: Scoped<'partner' | 'visitor'>) =>
  db
    .selectFrom('businessProfile')
    .select(['businessProfile.description', 'businessProfile.services', 'businessProfile.savedAt'])
    .select(sql<boolean>`business_profile.logo is not null`.as('hasLogo'))
    .select(
      sql<
        BusinessLocation[]
      >`coalesce((select jsonb_agg(jsonb_build_object('country', place.country, 'city', place.city)
        order by place.country, place.position) from business_location place
        where place.partner_id = business_profile.partner_id), '[]')`.as('locations'),
    )

/** A partner's own profile, and since when it is in the directory; undefined until it wrote one. */
export const findOwnProfile = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
): Promise<(BusinessProfile & { publishedAt: Date | null }) | undefined> =>
  profiles(db)
    .select('businessProfile.publishedAt')
    .where('businessProfile.partnerId', '=', partnerId)
    .executeTakeFirst()

/** Saves a profile with its places. */
export async function saveProfile(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  {
    locations,
    ...profile
  }: {
    description: string
    services: string[]
    savedAt: Date
    publishedAt: Date | null
    locations: (BusinessLocation & { position: number })[]
  },
): Promise<void> {
  // The upsert locks the row, so that of two people who save at once the second one's places replace the first one's.
  await db
    .insertInto('businessProfile')
    .values({ partnerId, ...profile })
    .onConflict((conflict) => conflict.column('partnerId').doUpdateSet(profile))
    .execute()
  await db.deleteFrom('businessLocation').where('partnerId', '=', partnerId).execute()
  if (locations.length > 0)
    await db
      .insertInto('businessLocation')
      .values(locations.map((place) => ({ partnerId, ...place })))
      .execute()
}

/** Saves the logo, or takes it away; false if there is no profile yet. */
export async function saveLogo(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  logo: { logo: Buffer; logoType: LogoType } | { logo: null; logoType: null },
  savedAt: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('businessProfile')
    .set({ ...logo, savedAt })
    .where('partnerId', '=', partnerId)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** The logo of a partner's profile, as far as the scope sees the profile. */
export const findLogo = (db: Scoped<'partner' | 'visitor'>, partnerId: Id<'organisation'>) =>
  db
    .selectFrom('businessProfile')
    .select(['logo', 'logoType'])
    .where('partnerId', '=', partnerId)
    .where('logo', 'is not', null)
    .$narrowType<{ logo: Buffer; logoType: string }>()
    .executeTakeFirst()

const listed = (db: VisitorDb) =>
  profiles(db)
    .innerJoin('organisation', 'organisation.id', 'businessProfile.partnerId')
    .select(['organisation.id', 'organisation.legalName', 'organisation.country', 'organisation.sortKey'])

/** One page of the published profiles that fit every filter, by name. */
export async function listBusinesses(
  db: VisitorDb,
  { search, country, service, cursor, limit }: BusinessListInput,
): Promise<{ businesses: ListedBusiness[]; nextCursor: string | null }> {
  const after = readCursor(cursor, ['text', 'id'])
  const rows = await listed(db)
    .$if(Boolean(search), (query) => query.where(matchesSearch('organisation.terms', search ?? '')))
    .$if(Boolean(country), (query) =>
      query.where(
        sql<boolean>`organisation.id in (select partner_id from business_location where country = ${country})`,
      ),
    )
    .$if(Boolean(service), (query) =>
      query.where(sql<boolean>`business_profile.services @> array[${service}]::text[]`),
    )
    .$if(after !== undefined, (query) =>
      query.where(
        sql<boolean>`(organisation.sort_key, organisation.id) > (${after?.[0]}, ${after?.[1]}::uuid)`,
      ),
    )
    .orderBy('organisation.sortKey')
    .orderBy('organisation.id')
    .limit(limit + 1)
    .execute()
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.sortKey, last.id])
  return {
    businesses: page.map(({ sortKey: _, ...business }) => business),
    nextCursor,
  }
}
