import { linkPlaceholder } from '@entente/mail/rendered'

export type Paragraph = { kind: 'text' | 'link'; text: string }

/**
 * The paragraphs of a recorded request. Its link stands alone in one of them, as the placeholder or as an address of
 * ours, whichever version that was: what is sent is derived anew. Throws when no paragraph is the link, because a
 * request without it must not leave.
 */
export function paragraphsOf(body: string, customerSite: string): Paragraph[] {
  const paragraphs = body.split('\n\n')
  const isAddress = (text: string) => text.startsWith(`${customerSite}/invitation/`) && !/\s/.test(text)
  const addressAt = paragraphs.findIndex(isAddress)
  // Somebody may have typed the placeholder; it is one only where no address stands.
  const linkAt = addressAt >= 0 ? addressAt : paragraphs.indexOf(linkPlaceholder)
  if (linkAt < 0) throw new Error('A recorded request has no link in a paragraph of its own.')
  return paragraphs.map((text, at) => ({ kind: at === linkAt ? 'link' : 'text', text }))
}
