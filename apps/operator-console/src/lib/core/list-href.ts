/** The address of a list in a state; what is empty is left out. */
export function listHref(path: string, state: Record<string, string | undefined>): string {
  const given = Object.entries(state).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path
}

/** A parameter of the address as the API takes it: trimmed, cut, or left out. */
export const textOf = (parameters: URLSearchParams, name: string, max = 200): string | undefined =>
  parameters.get(name)?.trim().slice(0, max) || undefined
