import { idOf } from '@entente/domain/core/id'
import { readRecipients } from '@entente/domain/relationship/recipients'
import type { PostedDraft } from '@entente/domain/relationship/relationship-request'
import { refusalText } from '@entente/i18n/refusal'
import { type FormValues, newIdempotencyKey } from '@entente/site/form'
import { formAction, type Read } from '@entente/site/form-action'
import { helpLinks } from '@entente/site/help'
import { requestTasks } from '@entente/site/help-tasks'
import { type Failure, type FieldTexts, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { RequestEvent } from '@sveltejs/kit'
import { requestedOf } from '#lib/customer/referrals.server.ts'
import { discardAction, restoreAction } from '#lib/relationship/draft-acts.server.ts'
import {
  draftProblems,
  optionsOf,
  postedEdits,
  postedOf,
  refusedFields,
  savedOf,
  shownDraft,
  startOf,
} from '#lib/relationship/draft-form.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { api, t } = event.locals
  const session = requireSession(event)
  const { kept } = await event.parent()
  const common = {
    ...{ idempotencyKey: newIdempotencyKey(), replyTo: session.account.email },
    ...{
      drafts: [],
      saved: null,
      ...(await requestedOf(event)),
      isGone: false,
      refused: null,
      isKeptFrom: false,
    },
    help: helpLinks(event.locals, requestTasks),
    isWithdrawn: event.url.searchParams.has('withdrawn'),
  }
  const wanted = event.url.searchParams.get('draft')
  try {
    if (kept) return { ...common, ...(await shownAgain(event, kept)) }
    const saved = await openedDraft(event, wanted)
    const draft = await api.relationshipRequest.draft.query(startOf(event, saved?.edits))
    if (saved) {
      const { recipients } = saved.edits
      return { ...common, draft: shownDraft(draft, saved.edits), recipients, saved }
    }
    const drafts = (await api.requestDraft.list.query()).map(
      ({ edits: { subject, recipients }, ...one }) => ({
        ...one,
        ...{ subject, recipients },
      }),
    )
    return { ...common, draft: shownDraft(draft, untouched), drafts, isGone: wanted !== null }
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal?.code === 'partner_not_active')
      return { ...common, draft: null, refused: t('portal.suspended.text') }
    if (
      wanted &&
      refusal?.code === 'missing_permission' &&
      refusal.permission === 'relationship_request.include_privileges'
    )
      return { ...common, draft: null, refused: refusalText(t, refusal), isKeptFrom: true }
    if (refusal?.code && unavailable.has(refusal.code))
      return { ...common, draft: null, refused: refusalText(t, refusal) }
    throw error
  }
}

const unavailable = new Set<string>(['feature_off', 'privileges_frozen', 'other_party_not_active'])

const untouched = { subject: null, paragraphs: {} }

/** The saved draft that the address names; null if a colleague sent or discarded it. */
async function openedDraft({ locals: { api } }: RequestEvent, wanted: string | null) {
  const id = idOf<'request_draft'>().safeParse(wanted)
  if (!id.success) return null
  return api.requestDraft.get.query({ id: id.data }).catch((error: unknown) => {
    if (refusalOf(error)?.code === 'not_found') return null
    throw error
  })
}

/** What the page shows after a post that stays on it, so that nothing typed is lost. */
async function shownAgain({ locals }: RequestEvent, values: FormValues) {
  const { shown, chosen, isSame } = optionsOf(locals, values)
  const template = await locals.api.relationshipRequest.draft.query(chosen)
  const former = isSame ? template : await locals.api.relationshipRequest.draft.query(shown)
  const edits = postedEdits(values, former)
  const saved = savedOf(values)
  return {
    draft: shownDraft(template, edits),
    recipients: edits.recipients,
    preparedFor: values.preparedFor ?? '',
    saved: saved && { ...saved, edits: saved.base ?? { ...edits, ...untouched, recipients: '' } },
    isEdited: edits.subject !== null || Object.keys(edits.paragraphs).length > 0,
  }
}

/** Shows messages at their fields if possible. */
const refusedAgain =
  (event: RequestEvent) =>
  async ({ refusal, fields, values }: Failure) => {
    const isGone = refusal.code === 'draft_gone'
    const again = await shownAgain(event, isGone ? { ...values, draftId: '' } : values)
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

const readAny = (values: FormValues) => ({ success: true as const, data: { values } })

/** The saved draft that is handed over. */
function handedOver(values: FormValues) {
  const saved = savedOf(values)
  return saved ? { saved: { id: saved.id, version: saved.version } } : {}
}

export const actions: Actions = {
  /** Shows the draft for the chosen options, and says what kept its former words. */
  update: (event) =>
    formAction(event, {
      schema: readAny,
      send: ({ values }) => shownAgain(event, values),
      next: (again, { values }) => {
        const { shown, chosen } = optionsOf(event.locals, values)
        const isTranslated = shown.language !== chosen.language && again.isEdited
        return isTranslated ? { ...again, notice: event.locals.t('portal.request.language.kept') } : again
      },
    }),

  /** Shows the template for the chosen options, without any change. */
  reset: (event) =>
    formAction(event, {
      schema: readAny,
      send: ({ values }) => shownAgain(event, values),
      next: ({ draft, ...again }) => ({
        ...again,
        draft: shownDraft({ ...draft, ...draft.template }, untouched),
      }),
    }),

  /** Saves the draft as it is written; the page's script does it while people write. */
  save: (event) =>
    formAction(event, {
      schema: readAny,
      send: async ({ values, idempotencyKey }) => {
        const { shown } = optionsOf(event.locals, values)
        const former = await event.locals.api.relationshipRequest.draft.query(shown)
        const edits = postedEdits(values, former)
        return event.locals.api.requestDraft.save.mutate({ ...savedOf(values), edits, idempotencyKey })
      },
      again: async ({ refusal, values }) => {
        const t = event.locals.t
        if (refusal.code === 'draft_changed') {
          const { by, conflicts, base } = refusal
          const conflict = { by, conflicts, base }
          if (values.quiet) return { conflict }
          return { conflict, ...(await shownAgain(event, { ...values, draftBase: JSON.stringify(base) })) }
        }
        const gone = refusal.code === 'not_found'
        const message = gone ? refusalText(t, { code: 'draft_gone' }) : refusalText(t, refusal)
        const again = values.quiet
          ? {}
          : await shownAgain(event, { ...values, draftId: gone ? '' : (values.draftId ?? '') })
        return { message, ...(gone && { code: 'draft_gone' as const }), ...again }
      },
      next: ({ id, version, edits }, { values }) =>
        values.quiet ? { saved: { id, version, edits } } : `/requests/new?draft=${id}`,
    }),

  discard: discardAction,
  restore: restoreAction,

  prepare: (event) =>
    formAction(event, {
      schema: (values) => readDraft(event, values),
      send: async ({ draft, values, idempotencyKey }) => {
        if (!draft) return undefined
        const preparedFor = values.preparedFor?.trim() || undefined
        const input = { draft, preparedFor, ...handedOver(values), idempotencyKey }
        return event.locals.api.relationshipRequest.prepare.mutate(input)
      },
      again: refusedAgain(event),
      next: async (_, { draft, values }) => {
        if (!draft) return showRenewed(event, values)
        return draft.to ? '/indirect-resellers?noted' : '/customers?noted'
      },
    }),

  send: (event) =>
    formAction(event, {
      schema: (values) => {
        const { recipients } = readRecipients(values.recipients ?? '')
        if (recipients.ok) return readDraft(event, values)
        return readDraft(event, values, { recipients: [refusalText(event.locals.t, recipients.refusal)] })
      },
      send: async ({ draft, values, idempotencyKey }) => {
        const { recipients, references } = readRecipients(values.recipients ?? '')
        if (!draft || !recipients.ok) return undefined
        const input = {
          draft,
          recipients: recipients.value,
          references,
          ...handedOver(values),
          idempotencyKey,
        }
        return event.locals.api.relationshipRequest.send.mutate(input)
      },
      again: refusedAgain(event),
      next: async (sent, { values }) => (sent ? `/requests/${sent.id}?sent` : showRenewed(event, values)),
    }),
}
