/** The URL of a list in a state, without empty values. */
export function listHref(path: string, state: Record<string, string | undefined>): string {
  const given = Object.entries(state).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path
}

/** A query parameter for the API: trimmed, and truncated to `max` characters; undefined if blank. */
export const textOf = (parameters: URLSearchParams, name: string, max = 200): string | undefined =>
  parameters.get(name)?.trim().slice(0, max) || undefined
