import { type Refusal, statusOf } from '@entente/domain/refusal'
import { parseRecipients } from '@entente/domain/relationship/relationship-request'
import { refusalText } from '@entente/i18n/refusal'
import { type FormValues, formValues, newIdempotencyKey } from '@entente/site/form'
import { refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { fail, type RequestEvent, redirect } from '@sveltejs/kit'
import {
  draftProblems,
  optionsOf,
  postedOf,
  refusedFields,
  withEdits,
} from '#lib/relationship/draft-form.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { api, cloud, locale, t } = event.locals
  const session = requireSession(event)
  const common = { idempotencyKey: newIdempotencyKey(), replyTo: session.account.email }
  try {
    const draft = await api.relationshipRequest.draft.query({
      language: cloud.locales.includes(locale) ? locale : cloud.defaultLocale,
    })
    return { ...common, draft, refused: null }
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal?.code === 'partner_not_active')
      return { ...common, draft: null, refused: t('portal.suspended.text') }
    if (refusal?.code === 'feature_off') return { ...common, draft: null, refused: refusalText(t, refusal) }
    throw error
  }
}

/** What the page shows after a post that stays on it, so that nothing typed is lost. */
async function shownAgain({ locals }: RequestEvent, values: FormValues) {
  const { shown, chosen, isSame } = optionsOf(locals, values)
  const template = await locals.api.relationshipRequest.draft.query(chosen)
  const former = isSame ? template : await locals.api.relationshipRequest.draft.query(shown)
  return { draft: withEdits(template, former, values), recipients: values.recipients ?? '' }
}

type Fields = Record<string, string[]>

/** Fails with a refusal of the API, or with messages of the site by field. Shows messages at their fields if possible. */
async function refuse(event: RequestEvent, values: FormValues, status: number, problem: Refusal | Fields) {
  const { t } = event.locals
  const again = await shownAgain(event, values)
  const refusal = isRefusal(problem) ? problem : undefined
  const fields = isRefusal(problem) ? refusedFields(t, again.draft, problem) : problem
  const count = Object.keys(fields).length
  const message = refusal && count === 0 ? refusalText(t, refusal) : t('common.form.errors', { count })
  return fail(status, { ...again, message, fields, notice: undefined })
}

const isRefusal = (problem: Refusal | Fields): problem is Refusal => typeof problem.code === 'string'

function refuseError(event: RequestEvent, values: FormValues, error: unknown) {
  const refusal = refusalOf(error)
  if (!refusal) throw error
  return refuse(event, values, statusOf[refusal.code], refusal)
}

/** Shows the draft for the chosen options. Without scripts, people may change them and send: they see it first. */
async function showRenewed(event: RequestEvent, values: FormValues, notice: string | undefined) {
  const fields: Fields = {}
  return { ...(await shownAgain(event, values)), message: undefined, fields, notice }
}

export const actions: Actions = {
  update: async (event) => showRenewed(event, await formValues(event.request), undefined),

  prepare: async (event) => {
    const { api, t } = event.locals
    const values = await formValues(event.request)
    const { chosen, isSame } = optionsOf(event.locals, values)
    if (!isSame) return showRenewed(event, values, t('portal.request.renewed'))
    const draft = postedOf(event.locals, values, chosen)
    const problems = draftProblems(t, draft)
    if (Object.keys(problems).length > 0) return refuse(event, values, 400, problems)
    try {
      await api.relationshipRequest.prepare.mutate({ draft, idempotencyKey: values.idempotencyKey ?? '' })
    } catch (error) {
      return refuseError(event, values, error)
    }
    redirect(303, '/customers?noted')
  },

  send: async (event) => {
    const { api, t } = event.locals
    const values = await formValues(event.request)
    const { chosen, isSame } = optionsOf(event.locals, values)
    if (!isSame) return showRenewed(event, values, t('portal.request.renewed'))
    const draft = postedOf(event.locals, values, chosen)
    const recipients = parseRecipients(values.recipients ?? '')
    const problems = draftProblems(t, draft)
    if (!recipients.ok) problems.recipients = [refusalText(t, recipients.refusal)]
    if (!recipients.ok || Object.keys(problems).length > 0) return refuse(event, values, 422, problems)
    let id: string
    try {
      const input = { draft, recipients: recipients.value, idempotencyKey: values.idempotencyKey ?? '' }
      id = (await api.relationshipRequest.send.mutate(input)).id
    } catch (error) {
      return refuseError(event, values, error)
    }
    redirect(303, `/requests/${id}?sent`)
  },
}
