const segment = String.raw`(?!\.+(?:[/?]|$))[A-Za-z0-9._~-]+`
const query = `(?:[A-Za-z0-9._~&=+-]|%[0-9A-Fa-f]{2})*`
const ownPath = new RegExp(String.raw`^/(?:${segment}(?:/${segment})*/?)?(?:\?${query})?$`)

/**
 * Where to go after sign-in: the given value when it is a path of our own site, else the fallback (S9).
 * An allow-list, not a block-list: our paths are ASCII segments without encodings, so `//`, backslashes, `@`, schemes,
 * dot segments, look-alike characters and anything encoded in the path never match.
 */
export function safeReturnPath(value: unknown, fallback: string): string {
  if (typeof value !== 'string' || value.length > 2000 || !ownPath.test(value)) return fallback
  // No page of ours encodes a line break or another control character in a query.
  return /%(?:[01][0-9a-f]|7f)/i.test(value) ? fallback : value
}
