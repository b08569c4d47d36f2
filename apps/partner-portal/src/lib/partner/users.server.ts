import { idOf } from '@entente/domain/core/id'
import type { Refusal } from '@entente/domain/refusal'
import { formatList } from '@entente/i18n/format'
import { refusalText } from '@entente/i18n/refusal'
import { newIdempotencyKey } from '@entente/site/form'
import { notFound, refusalOf } from '@entente/site/refusal'
import { error, type RequestEvent } from '@sveltejs/kit'

const membershipId = idOf<'membership'>()

/** The user's id in the URL; throws the 404 page for an invalid one. */
export function userIdIn({ locals, params }: RequestEvent & { params: { id: string } }) {
  const id = membershipId.safeParse(params.id)
  if (!id.success) notFound(locals.t)
  return id.data
}

/** A user, with the reason for each action on them that is not possible; throws the 404 page if there is none. */
export async function findUser(event: RequestEvent & { params: { id: string } }) {
  const { api, t } = event.locals
  try {
    return await api.users.get.query({ id: userIdIn(event) })
  } catch (cause) {
    if (refusalOf(cause)?.code === 'not_found') notFound(t)
    return sayWhyNot(event, cause)
  }
}

/** The data of the page of an action on a user. */
export async function userActData(
  event: RequestEvent & { params: { id: string } },
  act: 'remove' | 'resetPassword',
) {
  const { user, whyNot } = await findUser(event)
  return { user, idempotencyKey: newIdempotencyKey(), whyNot: await whyText(event, whyNot[act]) }
}

/** For the `catch` of a load: throws the page that names the required role and whom to ask for it (U-17). */
export async function sayWhyNot(event: RequestEvent, cause: unknown): Promise<never> {
  const refusal = refusalOf(cause)
  if (refusal?.code !== 'missing_permission') throw cause
  const message = (await whyText(event, refusal)) ?? ''
  return error(403, message, { code: refusal.code, requestId: event.locals.requestId })
}

/** Why the person may not do something, and whom to ask (U-17). */
export async function whyText({ locals: { api, session, t } }: RequestEvent, refusal: Refusal | null) {
  if (!refusal) return undefined
  const why = refusalText(t, refusal)
  if (refusal.code !== 'missing_permission' && refusal.code !== 'admin_agent_missing') return why
  if (session?.roles.includes('global_admin')) return why
  const { admins } = await api.users.globalAdmins.query()
  return `${why} ${t('users.who_can', namesOf(t.locale, admins))}`
}

type Admins = readonly { name: string; email: string }[]

/** The global admins, as values for a sentence that says whom to ask. */
export const namesOf = (locale: Parameters<typeof formatList>[0], admins: Admins) => ({
  count: admins.length,
  admins: formatList(
    locale,
    admins.map(({ name, email }) => `${name} (${email})`),
    'disjunction',
  ),
})

/** The sign-in information, which only this response shows; null if a repeated request has already shown it. */
export const shownOnce = (
  { url }: RequestEvent,
  answer: { email: string; until: Date | string; temporaryPassword?: string },
) => ({
  shown: answer.temporaryPassword
    ? {
        site: `${url.origin}/sign-in`,
        email: answer.email,
        temporaryPassword: answer.temporaryPassword,
        until: answer.until,
      }
    : null,
})
