import { dayAt } from '@entente/domain/core/local-day'
import type { Locale } from '@entente/domain/core/locale'

// "en" alone would write the month first, which most of our readers take for the day.
const regionOf: Record<Locale, string> = { en: 'en-GB', de: 'de-DE', 'zh-CN': 'zh-CN' }

// Visitors have few zones, but anybody can send any offset, and a format takes 33 kB.
const madeMax = 500

const once = <T>(make: (locale: Locale, timeZone: string) => T) => {
  const made = new Map<string, T>()
  return (locale: Locale, timeZone = ''): T => {
    const key = `${locale} ${timeZone}`
    const known = made.get(key)
    if (known !== undefined) return known
    const value = make(locale, timeZone)
    if (made.size === madeMax) made.clear()
    made.set(key, value)
    return value
  }
}

const dateFormat = once(
  (locale, timeZone) =>
    new Intl.DateTimeFormat(regionOf[locale], { timeZone, day: 'numeric', month: 'short', year: 'numeric' }),
)

const dateTimeFormat = once(
  (locale, timeZone) =>
    new Intl.DateTimeFormat(regionOf[locale], {
      timeZone,
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
    }),
)

const regionNames = once((locale) => new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' }))

const listFormat = (type: 'conjunction' | 'disjunction') =>
  once((locale) => new Intl.ListFormat(regionOf[locale], { type }))
const listFormats = { conjunction: listFormat('conjunction'), disjunction: listFormat('disjunction') }

// Lists tell the same moments and countries again and again, and the formats of Intl are slow.
const toldMax = 5000

/** Keeps what a format of Intl told. */
const told = <What>(tell: (locale: Locale, what: What, timeZone: string) => string) => {
  const kept = new Map<string, string>()
  return (locale: Locale, what: What, timeZone = ''): string => {
    const key = `${locale} ${timeZone} ${what}`
    const known = kept.get(key)
    if (known !== undefined) return known
    const text = tell(locale, what, timeZone)
    if (kept.size === toldMax) kept.clear()
    kept.set(key, text)
    return text
  }
}

/** A day, such as "7 Mar 2027". `date` may be an ISO string, as it comes over HTTP; `timeZone` is an IANA name. */
export function formatDate(locale: Locale, date: Date | string, timeZone: string): string {
  return toldDate(locale, new Date(date).getTime(), timeZone)
}
const toldDate = told<number>((locale, at, timeZone) => dateFormat(locale, timeZone).format(at))

/** A date and time with its zone, such as "7 Mar 2027, 14:05 CET". */
export function formatDateTime(locale: Locale, date: Date | string, timeZone: string): string {
  return toldDateTime(locale, new Date(date).getTime(), timeZone)
}
const toldDateTime = told<number>((locale, at, timeZone) => {
  const format = dateTimeFormat(locale, timeZone)
  if (locale !== 'zh-CN') return format.format(at)
  // The data puts the zone between day and time.
  const parts = format.formatToParts(at)
  const zone = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const moment = parts.map(({ type, value }) => (type === 'timeZoneName' ? '' : value)).join('')
  return `${moment.replace(/\s+/g, ' ')} (${zone})`
})

const relativeFormat = once((locale) => new Intl.RelativeTimeFormat(regionOf[locale], { numeric: 'auto' }))

const minuteMs = 60_000
const dayMs = 1440 * minuteMs

const justNow: Record<Locale, string> = { en: 'just now', de: 'gerade eben', 'zh-CN': '刚刚' }
const onDay: Record<Locale, string> = { en: 'on ', de: 'am ', 'zh-CN': '' }

/** "just now", "5 minutes ago", "yesterday", "in 3 days"; undefined more than six days away. */
function distance(locale: Locale, moment: Date, now: number, timeZone: string): string | undefined {
  const minutes = Math.trunc((moment.getTime() - now) / minuteMs)
  const say = relativeFormat(locale)
  if (minutes === 0) return moment.getTime() > now ? say.format(0, 'second') : justNow[locale]
  if (Math.abs(minutes) < 60) return say.format(minutes, 'minute')
  const dayOf = (at: Date) => Date.parse(dayAt(at, timeZone))
  const days = (dayOf(moment) - dayOf(new Date(now))) / dayMs
  if (days === 0) return say.format(Math.trunc(minutes / 60), 'hour')
  return Math.abs(days) < 7 ? say.format(days, 'day') : undefined
}

/** How far away a moment is, such as "5 minutes ago"; more than six days away the day, such as "7 Mar 2027". */
export function formatRelative(locale: Locale, date: Date | string, now: number, timeZone: string): string {
  return distance(locale, new Date(date), now, timeZone) ?? formatDate(locale, date, timeZone)
}

/** The same within a sentence: "5 minutes ago", "on 7 Mar 2027". */
export function formatRelativeOn(locale: Locale, date: Date | string, now: number, timeZone: string): string {
  return distance(locale, new Date(date), now, timeZone) ?? onDay[locale] + formatDate(locale, date, timeZone)
}

/** Keeps a name such as 2020-01 on one line: adds a word joiner after each hyphen. */
export const unbroken = (name: string): string => name.replaceAll('-', '-\u2060')

/** The name of a country by its ISO 3166 alpha-2 code; an invalid code comes back as it is. */
export const countryName = (locale: Locale, code: string): string => toldCountry(locale, code)
const toldCountry = told<string>((locale, code) =>
  /^[A-Z]{2}$/.test(code) ? (regionNames(locale).of(code) ?? code) : code,
)

/** "A, B and C", or "A, B or C" for alternatives. */
export function formatList(
  locale: Locale,
  items: readonly string[],
  type: 'conjunction' | 'disjunction' = 'conjunction',
): string {
  const parts = listFormats[type](locale).formatToParts(items)
  return parts
    .map(({ type: kind, value }, at) =>
      kind === 'literal' && isHan(value)
        ? besideForeign(parts[at - 1]?.value.at(-1)) + value + besideForeign(parts[at + 1]?.value[0])
        : value,
    )
    .join('')
}

const isHan = (text = ''): boolean => /\p{Script=Han}/u.test(text)
/** Chinese sets off the letters and digits of other scripts by a space. */
const besideForeign = (character: string | undefined): string =>
  /[\p{L}\p{N}]/u.test(character ?? '') && !isHan(character) ? ' ' : ''

/** The entries of a cell, without a word before the last: "A, B, C". */
export const formatEntries = (locale: Locale, entries: readonly string[]): string =>
  entries.join(locale === 'zh-CN' ? '、' : ', ')

/**
 * A time to wait: "30 seconds", minutes after a minute and a half, hours from two hours on. Rounded up, so that a
 * person who comes back then is let in.
 */
export function formatWait(locale: Locale, seconds: number): string {
  const minutes = Math.ceil(seconds / 60)
  const [amount, unit] =
    seconds <= 90
      ? [Math.max(1, Math.ceil(seconds)), 'second']
      : minutes < 120
        ? [minutes, 'minute']
        : [Math.ceil(minutes / 60), 'hour']
  return new Intl.NumberFormat(regionOf[locale], { style: 'unit', unit, unitDisplay: 'long' }).format(amount)
}

const moneyFormat = once(
  (locale, currency) => new Intl.NumberFormat(regionOf[locale], { style: 'currency', currency }),
)

/** An amount in the smallest unit of its currency, such as "€6.50" from 650. */
export function formatMoney(locale: Locale, amount: number, currency: string): string {
  const format = moneyFormat(locale, currency)
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

const monthFormat = once(
  (locale) => new Intl.DateTimeFormat(regionOf[locale], { timeZone: 'UTC', month: 'long', year: 'numeric' }),
)

/** A month such as `2027-03`: "March 2027". */
export const formatMonth = (locale: Locale, month: string): string =>
  monthFormat(locale).format(new Date(`${month}-01T00:00:00Z`))
