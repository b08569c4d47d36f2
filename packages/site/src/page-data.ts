import type { Locale } from '@entente/domain/core/locale'
import type { RequestEvent } from '@sveltejs/kit'
import type { Theme } from './choices.ts'
import type { CurrentSession } from './locals.ts'

/** The data of the root layout, which every page and every error page gets. */
export type PageData = {
  cloud: { name: string; locales: Locale[] }
  locale: Locale
  session: CurrentSession | null
  theme: Theme
  timeZone: string
}

/** For the root layout's load. Times are shown in the person's time zone, otherwise in the cloud's. */
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
