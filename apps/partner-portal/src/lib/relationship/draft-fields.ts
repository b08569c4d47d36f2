import { composeText } from '@entente/domain/relationship/relationship-request'

/** The draft as the page shows it: its paragraphs in order, including the one with the link. */
export type ShownDraft = {
  templateVersion: string
  language: 'en' | 'de' | 'zh-CN'
  withPrivileges: boolean
  subject: string
  paragraphs: { key: string; kind: 'text' | 'link'; text: string; editable: boolean; removable: boolean }[]
  link: string
}

/** The name of the field that holds a paragraph. */
export const paragraphField = (key: string): string => `paragraph.${key}`

/** The number of a text paragraph, from 1 and without the link, as refusals count them. */
export const numberOf = ({ paragraphs }: ShownDraft, key: string): number => {
  const end = paragraphs.findIndex((paragraph) => paragraph.key === key) + 1
  return paragraphs.slice(0, end).filter(({ kind }) => kind === 'text').length
}

/** Subject and full text of the mail, as the form contains them at this moment. */
export function writtenMail(form: HTMLFormElement, draft: ShownDraft): { subject: string; text: string } {
  const fields = new FormData(form)
  const written = (name: string) => String(fields.get(name) ?? '')
  const paragraphs = draft.paragraphs
    .map(({ key, kind }) => ({ kind, text: written(paragraphField(key)).replaceAll('\r\n', '\n') }))
    .filter(({ kind, text }) => kind === 'link' || text.trim() !== '')
  return { subject: written('subject').trim(), text: composeText(paragraphs, draft.link) }
}
