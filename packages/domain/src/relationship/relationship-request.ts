import { z } from 'zod'
import type { Cloud, DraftRule } from '../core/cloud.ts'
import { idOf } from '../core/id.ts'
import { type Locale, locale } from '../core/locale.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { searchText } from '../core/search-text.ts'
import { timeZone } from '../core/time-zone.ts'
import { oneLine } from '../identity/account.ts'
import { type ForeignLink, linksIn } from './foreign-link.ts'
import { linksToHost } from './own-link.ts'
import { requestFilters } from './request-filter.ts'
import { requestStates } from './request-state.ts'

/**
 * A paragraph's text: line breaks become LF, because forms post CRLF and word processors paste separators of their own;
 * every other control character but the tab, and marks that reorder text, are refused (S10).
 */
export const paragraphText = z
  .string()
  .overwrite((text) => text.replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n'))
  .max(4000)
  .refine(
    (text) => !/[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]/u.test(text) && text.isWellFormed(),
    'not plain text',
  )

/** What a draft is made for. */
export const wantedDraft = z.object({
  withPrivileges: z.boolean().optional(),
  language: locale.optional(),
  /** The customer that is asked for the privileges it has not given; then the template names these. */
  customer: idOf<'relationship'>().optional(),
  /** The other side of a partnership, with which the link is joint. */
  jointWith: idOf<'organisation'>().optional(),
  /** A provider's invitation to resellers, in place of a request to customers. */
  to: z.literal('resellers').optional(),
})

/** A draft as a page posts it back. Texts and the link are checked against the template by `checkDraft`. */
export const postedDraft = z.object({
  templateVersion: z.string().max(50),
  language: locale,
  withPrivileges: z.boolean(),
  customer: wantedDraft.shape.customer,
  jointWith: wantedDraft.shape.jointWith,
  to: wantedDraft.shape.to,
  subject: oneLine(200),
  paragraphs: z.array(z.object({ key: z.string().max(50), text: paragraphText })).max(20),
  link: z.string().max(2000),
  /** The links to other hosts that the sender has seen and confirmed. */
  confirmedLinks: z.array(z.string().max(4000)).max(200).optional(),
})

/** One page of the list of requests (U-02). Cursors are opaque, as those of the customers. */
export const requestListInput = z.object({
  search: searchText.optional(),
  state: z.enum(requestStates).optional(),
  /** Only what Home counts. */
  show: z.enum(requestFilters).optional(),
  /** Who sent or prepared it. */
  author: idOf<'account'>().optional(),
  /** Mails from this moment on, or until another one. */
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  /** The zone whose days `show` counts. */
  timeZone: timeZone.optional(),
  cursor: z.string().max(1000).optional(),
  before: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(100).default(50),
})
export type RequestListInput = z.infer<typeof requestListInput>

export type PostedDraft = z.infer<typeof postedDraft>

/** The text of a paragraph of kind `link` is the link itself. */
export type DraftParagraph = Pick<DraftRule, 'key' | 'kind' | 'editable' | 'removable'> & { text: string }

/** The draft that a partner reviews before anything is sent. */
export type Draft = {
  templateVersion: string
  language: Locale
  withPrivileges: boolean
  subject: string
  paragraphs: DraftParagraph[]
  link: string
}

/** The cloud's draft in one language. `words` returns a paragraph's text by its key (i18n, `draft.<key>`). */
export function templateDraft(
  cloud: Cloud,
  facts: {
    language: Locale
    withPrivileges: boolean
    subject: string
    link: string
    words: (key: string) => string
    to?: z.infer<typeof wantedDraft>['to']
  },
): Draft {
  const { language, withPrivileges, subject, link, words, to } = facts
  const rules = cloud.requests.draft
  const paragraphs = rules.paragraphs
    // Resellers read in place of privileges what a provider gets.
    .filter((rule) => withPrivileges || to === 'resellers' || !rule.onlyWithPrivileges)
    .map(({ key, kind, editable, removable }) => {
      return { key, kind, editable, removable, text: kind === 'link' ? link : words(key) }
    })
  return { templateVersion: rules.version, language, withPrivileges, subject, paragraphs, link }
}

/**
 * A paragraph of a recorded request beside what the template says. The link is derived and never recorded: its text is
 * empty, as that of a paragraph that was left out. `template` is null where nothing is known or the service added the text.
 */
export type RecordedParagraph = { kind: DraftParagraph['kind']; text: string; template: string | null }

/** A draft that passed: what is recorded, copied, opened or sent. `text` is the whole message, link included. */
export type CheckedDraft = {
  subject: string
  text: string
  /** Also what was left out. */
  paragraphs: RecordedParagraph[]
  /** Links to other hosts in what the partner wrote. */
  foreignLinks: ForeignLink[]
}

export type DraftRefusal =
  | { code: 'draft_link_missing' }
  | { code: 'draft_link_altered' }
  | { code: 'draft_foreign_link'; paragraph: number }
  | { code: 'draft_paragraph_locked'; paragraph: number }
  | { code: 'draft_outdated' }

/**
 * Compares a posted draft with the template that the API built for the same language and choice.
 * The link must be there, unaltered, in its own paragraph; locked paragraphs equal the template byte for byte; what is
 * not removable is present; the order is kept; no other link to a host of ours stands anywhere.
 * A removable paragraph that is blank counts as removed. Refusals number the template's text paragraphs from 1, as the
 * page labels them; 0 is the subject.
 */
export function checkDraft(
  posted: PostedDraft,
  template: Draft,
  ownHosts: string[],
): Result<CheckedDraft, DraftRefusal> {
  if (!isOfTemplate(posted, template)) return refuse({ code: 'draft_outdated' })
  const refusal = linkRefusal(posted, template) ?? paragraphsRefusal(posted, template, ownHosts)
  if (refusal) return refuse(refusal)
  if (linksToHost(posted.subject, ownHosts)) return refuse({ code: 'draft_foreign_link', paragraph: 0 })
  return ok(writtenDraft(posted, template))
}

type Written = Pick<PostedDraft, 'subject' | 'paragraphs'>

/** What a person made of the template, before anything is checked: what its mail says. */
export function writtenDraft(written: Written, template: Draft): CheckedDraft {
  const paragraphs = template.paragraphs.map(({ key, kind, text: original }): RecordedParagraph => {
    const text = textOf(written, key)
    if (kind === 'link') return { kind, text: '', template: '' }
    return { kind, text: isBlank(text) ? '' : text, template: original }
  })
  return {
    subject: written.subject,
    text: composeText(sentParagraphs(paragraphs), template.link),
    paragraphs,
    foreignLinks: linksIn(writtenBy(written, template)),
  }
}

/** The paragraphs that a recorded request's mail has. */
export const sentParagraphs = (recorded: readonly RecordedParagraph[]): RecordedParagraph[] =>
  recorded.filter(({ kind, text }) => kind === 'link' || text !== '')

/** What a partner changed or added. */
const writtenBy = (posted: Written, template: Draft): string[] =>
  [
    { text: posted.subject, original: template.subject },
    ...template.paragraphs.map(({ key, text: original }) => ({ text: textOf(posted, key), original })),
  ].flatMap(({ text, original }) => (text === original ? [] : text))

const betweenParagraphs = '\n\n'

/** The plain text of a mail: a blank line between paragraphs, the link on a line of its own at its place. */
export function composeText(
  paragraphs: readonly Pick<DraftParagraph, 'kind' | 'text'>[],
  link: string,
): string {
  return paragraphs.map(({ kind, text }) => (kind === 'link' ? link : text)).join(betweenParagraphs)
}

/** The paragraphs of a text that `composeText` made with this link, of a release that recorded nothing else. */
export function paragraphsOf(text: string, link: string): RecordedParagraph[] {
  if (text === '') return []
  const paragraphs = text.split(betweenParagraphs)
  const linkAt = paragraphs.indexOf(link)
  return paragraphs.map((text, at) =>
    at === linkAt ? { kind: 'link', text: '', template: null } : { kind: 'text', text, template: null },
  )
}

function isOfTemplate(posted: PostedDraft, template: Draft): boolean {
  return (
    posted.templateVersion === template.templateVersion &&
    posted.language === template.language &&
    posted.withPrivileges === template.withPrivileges &&
    posted.paragraphs.every(({ key }) => template.paragraphs.some((paragraph) => paragraph.key === key))
  )
}

function linkRefusal(posted: PostedDraft, template: Draft): DraftRefusal | undefined {
  const places = template.paragraphs.filter(({ kind }) => kind === 'link')
  const written = [posted.link, ...places.map(({ key }) => textOf(posted, key))]
  if (written.some(isBlank)) return { code: 'draft_link_missing' }
  if (written.some((link) => link !== template.link)) return { code: 'draft_link_altered' }
  return undefined
}

function paragraphsRefusal(
  posted: PostedDraft,
  template: Draft,
  ownHosts: string[],
): DraftRefusal | undefined {
  const keys = template.paragraphs.map(({ key }) => key)
  const places = posted.paragraphs.map(({ key }) => keys.indexOf(key))
  const misplaced = posted.paragraphs.find((_, at) => at > 0 && (places[at] ?? 0) <= (places[at - 1] ?? 0))
  if (misplaced) return { code: 'draft_paragraph_locked', paragraph: numberOf(misplaced.key, template) }
  for (const { key, kind, text: original, editable, removable } of template.paragraphs) {
    const text = textOf(posted, key)
    const paragraph = numberOf(key, template)
    if (kind === 'link' || text === original || (removable && isBlank(text))) continue
    if (!editable || isBlank(text)) return { code: 'draft_paragraph_locked', paragraph }
    if (linksToHost(text, ownHosts)) return { code: 'draft_foreign_link', paragraph }
  }
  return undefined
}

const isBlank = (text: string) => text.trim() === ''

const textOf = (posted: Written, key: string) =>
  posted.paragraphs.find((paragraph) => paragraph.key === key)?.text ?? ''

/** The number of a paragraph on the page. A link counts as the text paragraph that it follows. */
function numberOf(key: string, template: Draft): number {
  const end = template.paragraphs.findIndex((paragraph) => paragraph.key === key) + 1
  return template.paragraphs.slice(0, end).filter(({ kind }) => kind === 'text').length
}
