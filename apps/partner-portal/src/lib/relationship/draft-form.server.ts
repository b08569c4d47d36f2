import { idOf } from '@entente/domain/core/id'
import { locale } from '@entente/domain/core/locale'
import { may } from '@entente/domain/core/permission'
import type { Refusal } from '@entente/domain/refusal'
import {
  type Draft,
  type PostedDraft,
  postedDraft,
  wantedDraft,
} from '@entente/domain/relationship/relationship-request'
import { applyEdits, type DraftEdits, draftEdits, editsOf } from '@entente/domain/relationship/saved-draft'
import { refusalText } from '@entente/i18n/refusal'
import type { Translate } from '@entente/i18n/translate'
import type { FormValues } from '@entente/site/form'
import { fieldMessages } from '@entente/site/form-errors'
import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { numberOf, paragraphField, type ShownDraft } from './draft-fields.ts'

type Locals = App.Locals
type Options = Pick<ShownDraft, 'language' | 'withPrivileges'> &
  Pick<PostedDraft, 'customer' | 'jointWith' | 'to'>

/** The options to begin with: those of a saved draft, or what the address asks for. */
export function startOf({ locals, url: { searchParams } }: RequestEvent, saved: DraftEdits | undefined) {
  const { cloud, locale: own } = locals
  if (saved) {
    const { language, withPrivileges, customer, jointWith, to } = saved
    const isChoice = cloud.requests.privilegesChoice && !to
    return { ...{ language, customer, jointWith, to }, ...(isChoice && { withPrivileges }) }
  }
  const { customer, jointWith, to } = wantedDraft.shape
  return {
    language: cloud.locales.includes(own) ? own : cloud.defaultLocale,
    customer: customer.catch(undefined).parse(searchParams.get('customer')),
    jointWith: jointWith.catch(undefined).parse(searchParams.get('with')),
    to: to.catch(undefined).parse(searchParams.get('to')),
  }
}

/** The options that the form's draft was created with, and those that the person has chosen since. */
export function optionsOf({ cloud, locale: own, session }: Locals, values: FormValues) {
  const language = (value: string | undefined) => locale.catch(own).parse(value)
  const customer = postedDraft.shape.customer.catch(undefined).parse(values.customer)
  const jointWith = postedDraft.shape.jointWith.catch(undefined).parse(values.jointWith)
  const to = postedDraft.shape.to.catch(undefined).parse(values.to)
  const shown: Options = {
    language: language(values.shownLanguage),
    withPrivileges: values.shownPrivileges === 'yes',
    ...{ customer, jointWith, to },
  }
  const mayChoose =
    cloud.requests.privilegesChoice &&
    may('partner', session?.roles ?? [], 'relationship_request.include_privileges')
  const withPrivileges = mayChoose && !to ? values.withPrivileges !== undefined : shown.withPrivileges
  const chosen: Options = { ...shown, language: language(values.language), withPrivileges }
  const isSame = chosen.language === shown.language && chosen.withPrivileges === shown.withPrivileges
  return { shown, chosen, isSame }
}

/** The form's draft as input for the API; its paragraphs keep the order of the form. */
export function postedOf(
  { cloud }: Locals,
  values: FormValues,
  { language, withPrivileges, customer, jointWith, to }: Options,
): PostedDraft {
  const linkKey = cloud.requests.draft.paragraphs.find(({ kind }) => kind === 'link')?.key ?? ''
  const prefix = paragraphField('')
  const paragraphs = Object.entries(values).flatMap(([name, text]) =>
    name.startsWith(prefix) ? [{ key: name.slice(prefix.length), text }] : [],
  )
  return {
    templateVersion: values.templateVersion ?? '',
    language,
    withPrivileges,
    ...{ customer, jointWith, to },
    subject: values.subject ?? '',
    paragraphs,
    link: values[paragraphField(linkKey)] ?? '',
    // Forms post a line break as CRLF.
    confirmedLinks: values.confirmedLinks?.split(/\r?\n/) ?? [],
  }
}

/** The form's texts, in their order. */
const textsOf = (values: FormValues, template: Draft) => ({
  subject: values.subject ?? template.subject,
  paragraphs: Object.entries(values).flatMap(([name, text]) =>
    name.startsWith(paragraphField(''))
      ? [{ key: name.slice(paragraphField('').length), text: withLineFeeds(text) }]
      : [],
  ),
  recipients: withLineFeeds(values.recipients ?? ''),
  customer: postedDraft.shape.customer.catch(undefined).parse(values.customer),
  jointWith: postedDraft.shape.jointWith.catch(undefined).parse(values.jointWith),
  to: postedDraft.shape.to.catch(undefined).parse(values.to),
})

// Forms post a line break as CRLF.
const withLineFeeds = (text: string) => text.replaceAll('\r\n', '\n')

/** What the form changed of the template that it was created with. */
export const postedEdits = (values: FormValues, former: Draft): DraftEdits =>
  editsOf(former, textsOf(values, former))

/** The draft as the page shows it: the template with a person's changes. */
export const shownDraft = <Template extends Draft>(
  template: Template,
  edits: Pick<DraftEdits, 'subject' | 'paragraphs'>,
): Template & ShownDraft => ({
  ...applyEdits(template, edits),
  template: { subject: template.subject, paragraphs: template.paragraphs },
})

/** The saved draft that the form belongs to, as its author last read it. */
export function savedOf({ draftId, draftVersion, draftBase }: FormValues) {
  const known = z
    .object({ id: idOf<'request_draft'>(), version: z.coerce.number().int().positive() })
    .safeParse({ id: draftId, version: draftVersion })
  if (!known.success) return null
  const base = draftEdits.safeParse(parsed(draftBase))
  return { ...known.data, base: base.data }
}

/** What a field holds as JSON. */
export function parsed(text = ''): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Checks that every field is plain text of a valid length, so that each message appears at its field. */
export function draftProblems(t: Translate, draft: PostedDraft): Record<string, string[]> {
  const checked = postedDraft.safeParse(draft)
  if (checked.success) return {}
  const nameOf = (index: number) => paragraphField(draft.paragraphs[index]?.key ?? '')
  const values = Object.fromEntries([
    ['subject', draft.subject],
    ...draft.paragraphs.map(({ text }, index) => [`paragraphs.${index}.text`, text]),
  ])
  const messages = Object.entries(fieldMessages(t, checked.error, values))
  return Object.fromEntries(
    messages.map(([name, texts]) => {
      const index = /^paragraphs\.(\d+)\./.exec(name)?.[1]
      return [index === undefined ? name : nameOf(Number(index)), texts]
    }),
  )
}

/** The field where a refused draft or recipient can be corrected, with the message to show there. */
export function refusedFields(t: Translate, draft: Draft, refusal: Refusal): Record<string, string[]> {
  const linkKey = draft.paragraphs.find(({ kind }) => kind === 'link')?.key ?? ''
  switch (refusal.code) {
    case 'draft_link_missing':
    case 'draft_link_altered':
      return { [paragraphField(linkKey)]: [t('portal.request.link.restored')] }
    case 'draft_foreign_link':
    case 'draft_paragraph_locked': {
      const { paragraph } = refusal
      const key = draft.paragraphs.find(
        (one) => one.kind === 'text' && numberOf(draft, one.key) === paragraph,
      )?.key
      return { [key === undefined ? 'subject' : paragraphField(key)]: [refusalText(t, refusal)] }
    }
    case 'draft_links_unconfirmed':
      return { confirmedLinks: [refusalText(t, refusal)] }
    case 'recipients_invalid':
    case 'too_many_recipients':
    case 'recipient_recently_mailed':
    case 'recipient_complained':
    case 'recipient_bounced':
    case 'recipient_suppressed':
    case 'daily_limit_reached':
    case 'domain_limit_reached':
      return { recipients: [refusalText(t, refusal)] }
    default:
      return {}
  }
}
