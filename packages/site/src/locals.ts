import type { Audience } from '@entente/domain/core/audience'
import type { Cloud } from '@entente/domain/core/cloud'
import type { Locale } from '@entente/domain/core/locale'
import type { Translate } from '@entente/i18n/translate'
import type { Api } from './api.ts'
import type { Theme } from './choices.ts'
import type { PostedForm } from './posted-form.ts'

/** Who is signed in, as `session.current` tells it. */
export type CurrentSession = NonNullable<Awaited<ReturnType<Api['session']['current']['query']>>>

/** What a sign-in still needs, as `session.waiting` tells it. */
export type Waiting = NonNullable<Awaited<ReturnType<Api['session']['waiting']['query']>>>

/** What every load and action of a site finds in `event.locals`. */
export type SiteLocals = {
  api: Api
  audience: Audience
  cloud: Cloud
  locale: Locale
  requestId: string
  session: CurrentSession | null
  /** A sign-in whose password was right and that still needs something. */
  waiting: Waiting | null
  /** What the request posted, for an answer that cannot do what was asked. */
  posted: PostedForm | undefined
  t: Translate
  theme: Theme
}

/**
 * What an error page may show. `code` is the refusal's, `requestId` leads support to the log, `posted` is the form that a
 * fault kept from being done.
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
