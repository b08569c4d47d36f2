/** Longer targets are cut or refused by some mail applications and shells. */
const hrefLengthMax = 1900

/**
 * The target of **Open in e-mail app** (R-015): RFC 6068, line breaks as CRLF, spaces as `%20`. `text` is the whole
 * message with its link. When that gets longer than 1,900 encoded characters, as Chinese does at nine for one, the target holds
 * the first of the `shorter` texts that fits, or the link only, and `complete` is false: the page copies the text and says so.
 * A subject that is still too long is cut, the link never is.
 */
export function mailto(
  subject: string,
  text: string,
  link: string,
  shorter: readonly string[] = [],
): { href: string; complete: boolean; isShorter: boolean } {
  const whole = target(subject, text)
  if (whole.length <= hrefLengthMax) return { href: whole, complete: true, isShorter: false }
  const href = shorter.map((one) => target(subject, one)).find(({ length }) => length <= hrefLengthMax)
  if (href) return { href, complete: false, isShorter: true }
  const characters = [...subject]
  while (characters.length > 0 && target(characters.join(''), link).length > hrefLengthMax) characters.pop()
  return { href: target(characters.join(''), link), complete: false, isShorter: false }
}

function target(subject: string, body: string): string {
  return `mailto:?subject=${encode(subject)}&body=${encode(body.replace(/\r\n?|\n/g, '\r\n'))}`
}

// Half of a surrogate pair has no encoding; the replacement character is what a mail would show anyway.
const encode = (text: string) => encodeURIComponent(text.toWellFormed())
