import type { Audience } from '@entente/domain/core/audience'
import type { Locale } from '@entente/domain/core/locale'
import type { RequestEvent } from '@sveltejs/kit'
import type { Theme } from './choices.ts'
import type { FormValues } from './form.ts'
import type { CurrentSession } from './locals.ts'
import { type Contact, contactOf } from './operator-contact.ts'
import { keptChoices } from './step-up.ts'

/** The data of the root layout, which every page and every error page gets. */
export type PageData = {
  audience: Audience
  cloud: { name: string; locales: Locale[] }
  locale: Locale
  session: CurrentSession | null
  theme: Theme
  timeZone: string
  /** When the page was made: what a relative time counts from. */
  renderedAt: number
  /** How to reach the operator, and where its mails come from; null in the console and while the API does not answer. */
  contact: Contact | null
  /** What the person entered on this page before **Confirm it's you**, for its form. */
  kept: FormValues | undefined
  /** The words on the button that it pressed there: nothing has been done yet. */
  pressed: string | undefined
}

/** For the root layout's load. */
export async function pageData(event: Pick<RequestEvent, 'locals' | 'url'>): Promise<PageData> {
  const { api, audience, cloud, locale, session, theme, timeZone } = event.locals
  return {
    audience,
    cloud: { name: cloud.name, locales: cloud.locales },
    locale,
    session,
    theme,
    timeZone,
    renderedAt: Date.now(),
    contact: audience === 'operator' ? null : await contactOf(api),
    ...(await keptChoices(event)),
  }
}
