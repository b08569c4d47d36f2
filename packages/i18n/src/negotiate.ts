import type { Locale } from '@entente/domain/core/locale'

/**
 * The language of a page: the person's own choice, else the best of the browser's list, else the cloud's default.
 * `chosen` and `acceptLanguage` come from a cookie and a header, so they may hold anything.
 */
export function chooseLocale(from: {
  chosen?: string | null | undefined
  acceptLanguage?: string | null | undefined
  cloudDefault: Locale
  allowed: readonly Locale[]
}): Locale {
  const chosen = from.allowed.find((locale) => locale === from.chosen)
  if (chosen) return chosen
  for (const tag of tagsInOrder(from.acceptLanguage ?? '')) {
    if (tag === '*') return from.cloudDefault
    const spoken = from.allowed.find((locale) => written(locale) === written(tag))
    if (spoken) return spoken
  }
  return from.cloudDefault
}

/** The tags of an Accept-Language header, most wanted first; a weight of 0 means "not this one". */
function tagsInOrder(header: string): string[] {
  return header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((text) => text.trim())
      const weight = parameters.find((text) => text.startsWith('q='))
      return { tag, weight: weight ? Number(weight.slice(2)) : 1 }
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag)
}

// Browsers send few different tags, but anybody can send any.
const known = new Map<string, string | undefined>()
const knownMax = 1000

// Language and script together: en-GB is read as en and zh-SG as zh-CN, but zh-TW is written in another script.
function written(tag: string): string | undefined {
  if (!known.has(tag) && known.size < knownMax) known.set(tag, maximized(tag))
  return known.has(tag) ? known.get(tag) : maximized(tag)
}

function maximized(tag: string): string | undefined {
  try {
    const { language, script } = new Intl.Locale(tag).maximize()
    return `${language}-${script}`
  } catch (error) {
    if (error instanceof RangeError) return undefined // not a language tag
    throw error
  }
}
