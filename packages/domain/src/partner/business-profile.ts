import { z } from 'zod'
import { idOf } from '../core/id.ts'
import { countryCode } from '../core/organisation.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { searchText } from '../core/search-text.ts'
import { oneLine } from '../identity/account.ts'
import { logoTypes, profileLimits } from './business-profile-limits.ts'

export type LogoType = (typeof logoTypes)[number]

export type BusinessProfileRefusal =
  | { code: 'logo_refused'; reason: 'type' | 'size' | 'width' }
  | { code: 'too_many_locations'; country: string; most: number }
  /** The profile comes before its logo. */
  | { code: 'no_business_profile' }

const service = z.string().regex(/^[a-z0-9-]{1,50}$/)
const location = z.object({ country: countryCode, city: oneLine(profileLimits.city) })
export type BusinessLocation = z.output<typeof location>

/** What a partner says about itself to customers. */
export const businessProfileInput = z.object({
  description: z
    .string()
    .overwrite((text) => text.replaceAll('\0', '').replaceAll('\r\n', '\n').trim())
    .min(1)
    .max(profileLimits.description),
  services: z.array(service).max(20),
  locations: z.array(location).max(profileLimits.locations),
  isPublished: z.boolean(),
})

/** A logo in base64; an empty one takes the logo away. */
export const logoInput = z.object({
  content: z.base64().max(Math.ceil((profileLimits.logoBytes + 3) / 3) * 4),
})

/** One page of the directory; all filters must match. */
export const businessListInput = z.object({
  search: searchText.optional(),
  country: countryCode.optional(),
  service: service.optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(100).default(20),
})
export type BusinessListInput = z.output<typeof businessListInput>

export const businessIdInput = z.object({ id: idOf<'organisation'>() })

/** The places by their country, numbered: at most five in each. */
export function placeLocations(
  locations: readonly BusinessLocation[],
): Result<(BusinessLocation & { position: number })[], BusinessProfileRefusal> {
  const most = profileLimits.perCountry
  for (const [country, some] of Map.groupBy(locations, (one) => one.country))
    if (some.length > most) return refuse({ code: 'too_many_locations', country, most })
  const seen = new Map<string, number>()
  return ok(
    locations.map((one) => {
      const position = (seen.get(one.country) ?? 0) + 1
      seen.set(one.country, position)
      return { ...one, position }
    }),
  )
}

/** Whether a picture can be a logo: of a known type, small, and no wider than 300 px. */
export function acceptLogo(
  picture: { type: string; width: number; bytes: number } | undefined,
): Result<LogoType, BusinessProfileRefusal> {
  const type = logoTypes.find((known) => known === picture?.type)
  if (!picture || !type) return refuse({ code: 'logo_refused', reason: 'type' })
  if (picture.bytes > profileLimits.logoBytes) return refuse({ code: 'logo_refused', reason: 'size' })
  if (picture.width > profileLimits.logoWidth) return refuse({ code: 'logo_refused', reason: 'width' })
  return ok(type)
}
