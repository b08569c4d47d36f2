import { z } from 'zod'
import { countryCode, type PartnerStatus } from '../core/organisation.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { searchText } from '../core/search-text.ts'
import { oneLine } from '../identity/account.ts'

/** What a provider may offer its resellers beside the cloud's services. */
export const providerServices = ['training', 'marketing', 'financing', 'credit', 'technical_support'] as const
export type ProviderService = (typeof providerServices)[number]

/** The languages that a provider can say it speaks, by their ISO 639 code. */
export const spokenLanguages: readonly string[] =
  'ar bg cs da de el en es et fi fr he hi hr hu id it ja ko lt lv ms nb nl pl pt ro ru sk sl sr sv th tr uk vi zh'.split(
    ' ',
  )
const languageCode = z.string().refine((code) => spokenLanguages.includes(code), 'not a language')

const isEach = <T>(values: T[]) => new Set(values).size === values.length
const some = <T extends z.ZodType>(one: T) => z.array(one).min(1).max(300).refine(isEach, 'twice the same')
const optionalText = (max: number) => z.union([z.literal(''), oneLine(max)]).default('')

/** What a provider says about itself in the directory, without how to reach it. */
export const providerEntryShape = {
  countries: some(countryCode),
  /** The part of these countries where it works, if it is not all of them. */
  region: optionalText(200),
  services: z.array(z.enum(providerServices)).max(providerServices.length).refine(isEach, 'twice the same'),
  languages: some(languageCode),
  programmes: optionalText(1000),
  supportLevel: optionalText(1000),
  conditions: optionalText(1000),
}

/** All filters must match; `country` is one that the provider serves. */
export const providerListInput = z.object({
  search: searchText.optional(),
  country: countryCode.optional(),
  service: z.enum(providerServices).optional(),
  language: languageCode.optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(100).default(20),
})
export type ProviderListInput = z.output<typeof providerListInput>

export type ProviderRefusal =
  | { code: 'no_provider_entry' }
  | { code: 'already_listed' }
  | { code: 'not_listed' }
  | { code: 'provider_not_active' }

type Listing = { listedAt: Date | null }

/** Whether the operator may list this provider: it is active, and it wrote its entry. */
export function listProvider(
  { status }: { status: PartnerStatus },
  entry: Listing | undefined,
): Result<null, ProviderRefusal> {
  if (!entry) return refuse({ code: 'no_provider_entry' })
  if (entry.listedAt !== null) return refuse({ code: 'already_listed' })
  return status === 'active' ? ok(null) : refuse({ code: 'provider_not_active' })
}

/** Whether there is a listing to take back, whatever the partner's state. */
export const unlistProvider = (entry: Listing | undefined): Result<null, ProviderRefusal> =>
  entry && entry.listedAt !== null ? ok(null) : refuse({ code: 'not_listed' })
