import type { Audience } from '@entente/domain/core/audience'
import type { Cloud } from '@entente/domain/core/cloud'
import type { Locale } from '@entente/domain/core/locale'
import type { Translate } from '@entente/i18n/translate'
import type { Api } from './api.ts'
import type { Theme } from './choices.ts'
import type { PostedForm } from './posted-form.ts'

/** The signed-in person and their session, as `session.current` returns it. */
export type CurrentSession = NonNullable<Awaited<ReturnType<Api['session']['current']['query']>>>

/** The next step of a sign-in in progress, as `session.waiting` returns it. */
export type Waiting = NonNullable<Awaited<ReturnType<Api['session']['waiting']['query']>>>

/** What every load and action of a site finds in `event.locals`. */
export type SiteLocals = {
  api: Api
  audience: Audience
  cloud: Cloud
  locale: Locale
  requestId: string
  session: CurrentSession | null
  /** A sign-in in progress: the password was right, but a step is still missing. */
  waiting: Waiting | null
  /** The posted form, for a response that has to hand it back. */
  posted: PostedForm | undefined
  /** Whether the form was posted along with a choice of language or theme: it comes back, and does nothing. */
  isChoice?: boolean
  t: Translate
  theme: Theme
  /** Times are shown in this zone. */
  timeZone: string
}

/**
 * What an error page may show. `code` is the refusal's, `requestId` leads support to the log, `posted` is the form that
 * failed because of a fault.
 */
export type SiteError = {
  status: number
  message: string
  code?: string
  requestId?: string
  posted?: PostedForm
}

declare global {
  namespace App {
    interface Locals extends SiteLocals {}
    interface Error extends SiteError {}
  }
}
