import { linkPlaceholder } from '@entente/mail/rendered'

export type Paragraph = { kind: 'text' | 'link'; text: string }

/**
 * The paragraphs of a recorded request. The link's place stands alone in one of them; what is sent there is derived
 * anew. Throws when there is none, because a request without its link must not leave.
 */
export function paragraphsOf(body: string): Paragraph[] {
  const paragraphs = body.split('\n\n')
  const linkAt = paragraphs.indexOf(linkPlaceholder)
  if (linkAt < 0) throw new Error('A recorded request has no link in a paragraph of its own.')
  return paragraphs.map((text, at) => ({ kind: at === linkAt ? 'link' : 'text', text }))
}
