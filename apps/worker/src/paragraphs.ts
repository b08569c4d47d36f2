import { linkPlaceholder } from '@entente/mail/rendered'

export type Paragraph = { kind: 'text' | 'link'; text: string }

/**
 * Splits a recorded request into paragraphs. One of them holds only the placeholder of the link, which is derived when
 * the mail is sent. Throws when there is none, because a request must not go out without its link.
 */
export function paragraphsOf(body: string): Paragraph[] {
  const paragraphs = body.split('\n\n')
  const linkAt = paragraphs.indexOf(linkPlaceholder)
  if (linkAt < 0) throw new Error('A recorded request has no link in a paragraph of its own.')
  return paragraphs.map((text, at) => ({ kind: at === linkAt ? 'link' : 'text', text }))
}
