/** The list's state, as the URL keeps it (U4). */
export type SharedState = {
  search: string
  limit: number
  cursor?: string | undefined
  before?: string | undefined
}

export const defaults = { limit: 50 }

/** The URL of the list in another state. A new search starts at the first page. */
export function sharedHref(path: string, state: SharedState, change: Partial<SharedState>): string {
  const { search, limit, cursor, before } = { ...state, cursor: undefined, before: undefined, ...change }
  const parameters = new URLSearchParams({
    ...(search && { search }),
    ...(limit !== defaults.limit && { limit: String(limit) }),
    ...(cursor && { cursor }),
    ...(before && { before }),
  })
  return parameters.size > 0 ? `${path}?${parameters}` : path
}
