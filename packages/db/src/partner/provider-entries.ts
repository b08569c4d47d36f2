import type { Id } from '@entente/domain/core/id'
import type { ProviderListInput, ProviderService } from '@entente/domain/partner/provider-entry'
import { sql } from 'kysely'
import { pageOf, readCursor } from '../core/cursor.ts'
import type { OperatorDb, PartnerDb, Scoped, VisitorDb } from '../core/scopes.ts'
import { matchesSearch } from '../core/search.ts'

/** What a provider writes about itself; texts are empty where it says nothing. */
export type ProviderEntry = {
  countries: string[]
  region: string
  services: ProviderService[]
  languages: string[]
  programmes: string
  supportLevel: string
  conditions: string
  contactEmail: string | null
  contactPhone: string | null
  contactWebsite: string
}
export type ListedProvider = ProviderEntry & { id: Id<'organisation'>; legalName: string; country: string }

const written = [
  'countries',
  'region',
  'languages',
  'programmes',
  'supportLevel',
  'conditions',
  'contactEmail',
  'contactPhone',
  'contactWebsite',
] as const

/** A provider's entry, and since when the operator lists it; undefined until it wrote one. */
export const findProviderEntry = (
  db: Scoped<'partner' | 'operator'>,
  partnerId: Id<'organisation'>,
): Promise<(ProviderEntry & { savedAt: Date; listedAt: Date | null }) | undefined> =>
  db
    .selectFrom('providerEntry')
    .select([...written, 'savedAt', 'listedAt'])
    .select((eb) => eb.ref('services').$castTo<ProviderService[]>().as('services'))
    .where('partnerId', '=', partnerId)
    .executeTakeFirst()

/** Saves a provider's entry; one that is listed stays listed. */
export const saveProviderEntry = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  entry: ProviderEntry,
  savedAt: Date,
): Promise<unknown> =>
  db
    .insertInto('providerEntry')
    .values({ partnerId, ...entry, savedAt })
    .onConflict((conflict) => conflict.column('partnerId').doUpdateSet({ ...entry, savedAt }))
    .execute()

/** Lists a provider from now on, or no more. */
export const saveListing = (
  db: OperatorDb,
  partnerId: Id<'organisation'>,
  listedAt: Date | null,
): Promise<unknown> =>
  db.updateTable('providerEntry').set({ listedAt }).where('partnerId', '=', partnerId).execute()

/** One page of the listed providers that fit every filter, by name (R-071, R-072). */
export async function listProviders(
  db: VisitorDb,
  { search, country, service, language, cursor, limit }: ProviderListInput,
): Promise<{ providers: ListedProvider[]; nextCursor: string | null }> {
  const after = readCursor(cursor, ['text', 'id'])
  const has = (column: 'countries' | 'services' | 'languages', value: string) =>
    sql<boolean>`${sql.ref(`provider_entry.${column}`)} @> array[${value}]::text[]`
  const rows = await db
    .selectFrom('providerEntry')
    .innerJoin('organisation', 'organisation.id', 'providerEntry.partnerId')
    .select(['organisation.id', 'organisation.legalName', 'organisation.country', 'organisation.sortKey'])
    .select(written.map((column) => `providerEntry.${column}` as const))
    .select((eb) => eb.ref('providerEntry.services').$castTo<ProviderService[]>().as('services'))
    .$if(Boolean(search), (query) => query.where(matchesSearch('organisation.terms', search ?? '')))
    .$if(Boolean(country), (query) => query.where(has('countries', country ?? '')))
    .$if(Boolean(service), (query) => query.where(has('services', service ?? '')))
    .$if(Boolean(language), (query) => query.where(has('languages', language ?? '')))
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
    providers: page.map(({ sortKey: _, ...provider }) => provider),
    nextCursor,
  }
}
