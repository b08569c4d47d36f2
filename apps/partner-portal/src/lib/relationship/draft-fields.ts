import { composeText, type Draft } from '@entente/domain/relationship/relationship-request'

/** The draft as the page shows it: its paragraphs in order, including the one with the link. */
export type ShownDraft = Draft & {
  /** The same draft as nobody has changed it. */
  template: Pick<Draft, 'subject' | 'paragraphs'>
}

/** What people write, by the draft's parts. */
export type Written = { subject: string; paragraphs: Record<string, string>; recipients: string }

/** The name of the field that holds a paragraph. */
export const paragraphField = (key: string): string => `paragraph.${key}`

/** The number of a text paragraph, from 1 and without the link, as refusals count them. */
export const numberOf = ({ paragraphs }: Draft, key: string): number => {
  const end = paragraphs.findIndex((paragraph) => paragraph.key === key) + 1
  return paragraphs.slice(0, end).filter(({ kind }) => kind === 'text').length
}

export const writtenOf = ({ subject, paragraphs }: Draft, recipients: string): Written => ({
  subject,
  paragraphs: Object.fromEntries(paragraphs.map(({ key, text }) => [key, text])),
  recipients,
})

/**
 * Subject and full text of the mail, as they are written at this moment, and shorter texts without its first
 * paragraphs, down to the one before the link.
 */
export function writtenMail(
  { subject, paragraphs }: Written,
  draft: ShownDraft,
): { subject: string; text: string; shorter: string[] } {
  const texts = draft.paragraphs
    .map(({ key, kind }) => ({ kind, text: (paragraphs[key] ?? '').replaceAll('\r\n', '\n') }))
    .filter(({ kind, text }) => kind === 'link' || text.trim() !== '')
  const linkAt = texts.findIndex(({ kind }) => kind === 'link')
  const shorter = Array.from({ length: Math.max(0, linkAt - 1) }, (_, at) =>
    composeText(texts.slice(at + 1), draft.link),
  )
  return { subject: subject.trim(), text: composeText(texts, draft.link), shorter }
}

/** The texts of a request beside its template's, by field; those that are alike are left out (U7). */
export function changesOf({ subject, paragraphs }: Written, draft: ShownDraft) {
  const { template } = draft
  const texts = template.paragraphs.flatMap(({ key, kind, text }) =>
    kind === 'link' ? [] : [{ field: paragraphField(key), before: text, after: paragraphs[key] ?? '' }],
  )
  return [{ field: 'subject', before: template.subject, after: subject }, ...texts].filter(
    ({ before, after }) => before !== after.replaceAll('\r\n', '\n'),
  )
}
