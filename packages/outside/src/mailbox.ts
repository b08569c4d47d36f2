/** The sender or a recipient of a mail. */
export type Mailbox = { name: string | null; address: string }

/** A display name that is safe in a header: one line, without reordering characters, at most 100 characters (S10). */
const displayName = (name: string): string =>
  [...name.toWellFormed().replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')]
    .filter((character) => !/[\u202a-\u202e\u2066-\u2069]/.test(character))
    .slice(0, 100)
    .join('')
    .trim()

/** Writes a mailbox the way it is saved with a mail, with its name in quotes. */
export function formatMailbox({ name, address }: Mailbox): string {
  const display = displayName(name ?? '')
  return display ? `"${display.replace(/["\\]/g, '\\$&')}" <${address}>` : `<${address}>`
}

/**
 * Reads what `formatMailbox` wrote. Strict, because a lenient parser of address lists would take a name such as
 * `a@example.com, b@example.com` for two recipients. Throws for anything else.
 */
export function parseMailbox(text: string): Mailbox {
  const [, quoted, address] = /^(?:"((?:[^"\\]|\\["\\])*)" )?<([^<>\s]+)>$/.exec(text) ?? []
  if (address === undefined) throw new Error('A saved mailbox is not in our form.')
  return { name: quoted?.replace(/\\(["\\])/g, '$1') ?? null, address }
}
