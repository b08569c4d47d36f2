import { parseRecipients } from '@entente/domain/relationship/recipients'
import { type PostedDraft, postedDraft } from '@entente/domain/relationship/relationship-request'
import { refusalText } from '@entente/i18n/refusal'
import { type FormValues, newIdempotencyKey } from '@entente/site/form'
import { formAction, type Read } from '@entente/site/form-action'
import { type Failure, type FieldTexts, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { RequestEvent } from '@sveltejs/kit'
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
  const { kept } = await event.parent()
  const common = { idempotencyKey: newIdempotencyKey(), replyTo: session.account.email, recipients: '' }
  try {
    if (kept) return { ...common, ...(await shownAgain(event, kept)), refused: null }
    const draft = await api.relationshipRequest.draft.query({
      language: cloud.locales.includes(locale) ? locale : cloud.defaultLocale,
      customer: postedDraft.shape.customer.catch(undefined).parse(event.url.searchParams.get('customer')),
    })
    return { ...common, draft, refused: null }
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal?.code === 'partner_not_active')
      return { ...common, draft: null, refused: t('portal.suspended.text') }
    if (refusal?.code === 'feature_off' || refusal?.code === 'privileges_frozen')
      return { ...common, draft: null, refused: refusalText(t, refusal) }
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

/** Shows messages at their fields if possible. */
const refusedAgain =
  (event: RequestEvent) =>
  async ({ refusal, fields, values }: Failure) => {
    const again = await shownAgain(event, values)
    const isChecked = refusal.code === 'invalid_input'
    const links = refusal.code === 'draft_links_unconfirmed' ? refusal.links : []
    return {
      ...again,
      links,
      fields: isChecked ? fields : refusedFields(event.locals.t, again.draft, refusal),
    }
  }

/**
 * Reads the posted draft, without one if its options have changed: without scripts, people may change them and send,
 * and they see the draft for the chosen options first.
 */
function readDraft(
  { locals }: RequestEvent,
  values: FormValues,
  more: FieldTexts = {},
): Read<{ values: FormValues; draft?: PostedDraft }> {
  const { chosen, isSame } = optionsOf(locals, values)
  if (!isSame) return { success: true, data: { values } }
  const draft = postedOf(locals, values, chosen)
  const fields = { ...draftProblems(locals.t, draft), ...more }
  if (Object.keys(fields).length > 0) return { success: false, fields }
  return { success: true, data: { values, draft } }
}

const showRenewed = async (event: RequestEvent, values: FormValues) => ({
  ...(await shownAgain(event, values)),
  notice: event.locals.t('portal.request.renewed'),
})

export const actions: Actions = {
  /** Shows the draft for the chosen options. */
  update: (event) =>
    formAction(event, {
      schema: (values) => ({ success: true, data: { values } }),
      send: ({ values }) => shownAgain(event, values),
      next: (again) => again,
    }),

  prepare: (event) =>
    formAction(event, {
      schema: (values) => readDraft(event, values),
      send: async ({ draft, idempotencyKey }) =>
        draft && event.locals.api.relationshipRequest.prepare.mutate({ draft, idempotencyKey }),
      again: refusedAgain(event),
      next: async (_, { draft, values }) => (draft ? '/customers?noted' : showRenewed(event, values)),
    }),

  send: (event) =>
    formAction(event, {
      schema: (values) => {
        const recipients = parseRecipients(values.recipients ?? '')
        if (recipients.ok) return readDraft(event, values)
        return readDraft(event, values, { recipients: [refusalText(event.locals.t, recipients.refusal)] })
      },
      send: async ({ draft, values, idempotencyKey }) => {
        const recipients = parseRecipients(values.recipients ?? '')
        if (!draft || !recipients.ok) return undefined
        const input = { draft, recipients: recipients.value, idempotencyKey }
        return event.locals.api.relationshipRequest.send.mutate(input)
      },
      again: refusedAgain(event),
      next: async (sent, { values }) => (sent ? `/requests/${sent.id}?sent` : showRenewed(event, values)),
    }),
}
