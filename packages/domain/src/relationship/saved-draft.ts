import { z } from 'zod'
import { locale } from '../core/locale.ts'
import { type Draft, paragraphText, type RecordedParagraph, wantedDraft } from './relationship-request.ts'

/**
 * What people changed of a template, and to whom the request goes. Texts that nobody changed are left out, so that a saved
 * draft follows its template and language. An empty paragraph was left out of the mail.
 */
export const draftEdits = z.object({
  language: locale,
  withPrivileges: z.boolean(),
  /** The customer that is asked for what it has not given, or that resellers are invited; both stay the draft's. */
  customer: wantedDraft.shape.customer,
  /** The other side of a partnership that asks together with this one; it stays the draft's too. */
  jointWith: wantedDraft.shape.jointWith,
  to: wantedDraft.shape.to,
  subject: paragraphText.max(200).nullable(),
  paragraphs: z
    .record(z.string().max(50), paragraphText)
    .refine((own) => Object.keys(own).length <= 50, { error: 'At most 50 paragraphs.' }),
  /** As people write them, one to a line. */
  recipients: paragraphText.max(20_000),
})
export type DraftEdits = z.infer<typeof draftEdits>

/** A part that two people changed differently, as each has it; null is the template's text. */
export type EditConflict = { field: string; mine: string | null; theirs: string | null }

export type SavedDraftRefusal =
  /** A colleague saved it meanwhile, and both changed the same parts. */
  | { code: 'draft_changed'; by: string; conflicts: EditConflict[]; base: DraftEdits }
  /** A colleague sent, changed or discarded it meanwhile. */
  | { code: 'draft_gone' }

/** What was changed of a template in these texts. Texts that cannot be edited are never a change. */
export function editsOf(
  template: Draft,
  written: { subject: string; paragraphs: readonly { key: string; text: string }[] } & Pick<
    DraftEdits,
    'recipients' | 'customer' | 'jointWith' | 'to'
  >,
): DraftEdits {
  const { language, withPrivileges } = template
  const texts = new Map(written.paragraphs.map(({ key, text }) => [key, text]))
  const changed = template.paragraphs.flatMap(({ key, kind, editable, removable, text }) => {
    const own = texts.get(key)
    if (kind === 'link' || own === undefined || own === text) return []
    return editable || (removable && own.trim() === '') ? [[key, own] as const] : []
  })
  return {
    language,
    withPrivileges,
    ...(written.customer && { customer: written.customer }),
    ...(written.jointWith && { jointWith: written.jointWith }),
    ...(written.to && { to: written.to }),
    subject: written.subject === template.subject ? null : written.subject,
    paragraphs: Object.fromEntries(changed),
    recipients: written.recipients,
  }
}

/** What was changed in a request that was sent, to write on where its author stopped. */
export const recordedEdits = (
  template: Draft,
  sent: {
    subject: string
    paragraphs: readonly RecordedParagraph[]
    recipients: readonly { address: string; reference: string | null }[]
    customer: DraftEdits['customer']
    jointWith?: DraftEdits['jointWith']
    to?: DraftEdits['to']
  },
): DraftEdits =>
  editsOf(template, {
    ...sent,
    // A request records all paragraphs of its template in their order.
    paragraphs: template.paragraphs.map(({ key, text }, at) => ({
      key,
      text: sent.paragraphs[at]?.text ?? text,
    })),
    recipients: sent.recipients
      .map(({ address, reference }) => (reference ? `${address} #${reference}` : address))
      .join('\n'),
  })

/** The template with these changes, as far as it still lets people make them. */
export function applyEdits<Template extends Draft>(
  template: Template,
  { subject, paragraphs }: Pick<DraftEdits, 'subject' | 'paragraphs'>,
): Template {
  return {
    ...template,
    subject: subject ?? template.subject,
    paragraphs: template.paragraphs.map((paragraph) => {
      const { key, kind, editable, removable } = paragraph
      const own = paragraphs[key]
      if (kind === 'link' || own === undefined) return paragraph
      return editable || (removable && own.trim() === '') ? { ...paragraph, text: own } : paragraph
    }),
  }
}

/**
 * Joins what two people made of the same draft (U25). A part that one of them changed is as this one has it; parts that
 * both changed differently are `conflicts`, and stay as `mine`. Recipients of both are kept. `read` is the base for the
 * next save, by a person who has seen the conflicts.
 */
export function mergeEdits(
  base: DraftEdits,
  mine: DraftEdits,
  theirs: DraftEdits,
): { merged: DraftEdits; conflicts: EditConflict[]; read: DraftEdits } {
  const [before, own, other] = [partsOf(base), partsOf(mine), partsOf(theirs)]
  const conflicts: EditConflict[] = []
  const parts = new Map<string, string | null>()
  for (const field of new Set([...before.keys(), ...own.keys(), ...other.keys()])) {
    const at = (of: Map<string, string | null>) => of.get(field) ?? null
    const isTheirs = at(own) === at(before)
    if (!isTheirs && at(other) !== at(before) && at(own) !== at(other))
      conflicts.push({ field, mine: at(own), theirs: at(other) })
    parts.set(field, isTheirs ? at(other) : at(own))
  }
  const recipients = mergeLines(base.recipients, mine.recipients, theirs.recipients)
  const seen = new Map([...before, ...conflicts.map(({ field, theirs }) => [field, theirs] as const)])
  const { customer, jointWith, to } = theirs
  const kept = (edits: DraftEdits): DraftEdits => ({
    ...edits,
    ...(customer && { customer }),
    ...(jointWith && { jointWith }),
    ...(to && { to }),
  })
  return {
    merged: kept(editsFrom(parts, recipients)),
    conflicts,
    read: kept(editsFrom(seen, base.recipients)),
  }
}

const paragraphPart = 'paragraph.'

const partsOf = ({ language, withPrivileges, subject, paragraphs }: DraftEdits) =>
  new Map<string, string | null>([
    ['language', language],
    ['withPrivileges', withPrivileges ? 'yes' : 'no'],
    ['subject', subject],
    ...Object.entries(paragraphs).map(([key, text]) => [paragraphPart + key, text] as const),
  ])

const editsFrom = (parts: Map<string, string | null>, recipients: string): DraftEdits => ({
  language: locale.parse(parts.get('language')),
  withPrivileges: parts.get('withPrivileges') === 'yes',
  subject: parts.get('subject') ?? null,
  paragraphs: Object.fromEntries(
    [...parts].flatMap(([field, text]) =>
      field.startsWith(paragraphPart) && text !== null ? [[field.slice(paragraphPart.length), text]] : [],
    ),
  ),
  recipients,
})

/** The lines of `theirs` without those that I removed, then those that I added. */
function mergeLines(base: string, mine: string, theirs: string): string {
  const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '')
  if (mine === base) return theirs
  if (theirs === base) return mine
  const [before, own, other] = [lines(base), lines(mine), lines(theirs)]
  const kept = other.filter((line) => own.includes(line) || !before.includes(line))
  return [...kept, ...own.filter((line) => !before.includes(line) && !kept.includes(line))].join('\n')
}
