import { ok, type Result, refuse } from '../core/result.ts'

/** A link to a host that is not ours, in a partner's own words. */
export type ForeignLink = { host: string; url: string }

export type ForeignLinkRefusal =
  /** The sender has to look at these links and confirm them. */
  | { code: 'draft_links_unconfirmed'; links: ForeignLink[] }
  /** The operator allows no links of partners in mails that the platform sends. */
  | { code: 'draft_links_not_allowed'; links: ForeignLink[] }

/** With a scheme, or as mail programs find one: a name with a dot and an ending of letters. Addresses are no links. */
const link =
  /[a-z][a-z\d+.-]*:\/\/[^\s<>"'`{}|]+|(?<![\p{L}\p{N}@._%+-])(?:[\p{L}\p{N}-]+\.)+(?:xn--[a-z\d-]+|\p{L}{2,})(?![\p{L}\p{N}@_%+-])(?::\d+)?(?:[/?#][^\s<>"'`{}|]*)?/giu

/**
 * The links that a reader or a mail program sees in these texts, each once, with full-width and invisible characters as a
 * program reads them. A host shows its ASCII form, so that look-alikes differ. Links to hosts of ours are refused before
 * (`linksToHost`). A word that only looks like a host counts too: the sender confirms it, and nothing slips through.
 */
export function linksIn(texts: readonly string[]): ForeignLink[] {
  const urls = texts.flatMap((text) => asRead(text).match(link) ?? [])
  return [...new Set(urls.map((url) => url.replace(/[.,;:!?)\]]+$/u, '')))].map((url) => ({
    host: URL.parse(url.includes('://') ? url : `https://${url}`)?.hostname || url,
    url,
  }))
}

const asRead = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/(?<=[a-z\d])\u3002(?=[a-z\d])/gi, '.')

/** Whether a mail with these links may go out: each is confirmed by the sender, where the operator allows links at all. */
export function checkForeignLinks(
  links: ForeignLink[],
  { confirmed, areAllowed }: { confirmed: readonly string[]; areAllowed: boolean },
): Result<true, ForeignLinkRefusal> {
  if (links.length > 0 && !areAllowed) return refuse({ code: 'draft_links_not_allowed', links })
  return links.every(({ url }) => confirmed.includes(url))
    ? ok(true)
    : refuse({ code: 'draft_links_unconfirmed', links })
}
