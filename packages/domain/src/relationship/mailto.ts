/** Longer targets are cut or refused by some mail applications and shells. */
const hrefLengthMax = 1900

/**
 * The target of **Open in e-mail app** (R-015): RFC 6068, line breaks as CRLF, spaces as `%20`. `text` is the whole
 * message with its link. When that gets longer than 1,900 encoded characters, the target holds subject and link only
 * and `complete` is false: the page copies the text and says so. A subject that is still too long is cut, the link
 * never is.
 */
export function mailto(subject: string, text: string, link: string): { href: string; complete: boolean } {
  const whole = target(subject, text)
  if (whole.length <= hrefLengthMax) return { href: whole, complete: true }
  const characters = [...subject]
  while (characters.length > 0 && target(characters.join(''), link).length > hrefLengthMax) characters.pop()
  return { href: target(characters.join(''), link), complete: false }
}

function target(subject: string, body: string): string {
  return `mailto:?subject=${encode(subject)}&body=${encode(body.replace(/\r\n?|\n/g, '\r\n'))}`
}

// Half of a surrogate pair has no encoding; the replacement character is what a mail would show anyway.
const encode = (text: string) => encodeURIComponent(text.toWellFormed())
