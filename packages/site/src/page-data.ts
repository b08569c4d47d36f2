import type { Locale } from '@entente/domain/core/locale'
import type { RequestEvent } from '@sveltejs/kit'
import type { Theme } from './choices.ts'
import type { CurrentSession } from './locals.ts'

/** What the root layout of a site tells every page and every error page. */
export type PageData = {
  cloud: { name: string; locales: Locale[] }
  locale: Locale
  session: CurrentSession | null
  theme: Theme
  timeZone: string
}

/** The data of the root layout's load. Times are shown in the person's zone, else in the cloud's. */
export function pageData({ locals }: Pick<RequestEvent, 'locals'>): PageData {
  const { cloud, locale, session, theme } = locals
  return {
    cloud: { name: cloud.name, locales: cloud.locales },
    locale,
    session,
    theme,
    timeZone: session?.timeZone ?? cloud.timeZone,
  }
}
