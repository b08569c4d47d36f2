import type { z } from 'zod'

/** Reads a list's filters from the URL (U4). An invalid one is left out, and the page says so. */
export function filtersIn<Shape extends Record<string, z.ZodType>, Name extends keyof Shape & string>(
  shape: Shape,
  names: readonly Name[],
  parameters: URLSearchParams,
): { filters: { [N in Name]?: z.output<Shape[N]> }; isReadable: boolean } {
  const filters: { [N in Name]?: z.output<Shape[N]> } = {}
  let isReadable = true
  for (const name of names) {
    const text = parameters.get(name)?.trim().slice(0, 200) || undefined
    const parsed = shape[name]?.safeParse(text)
    if (!parsed?.success) isReadable = false
    else if (parsed.data !== undefined) filters[name] = parsed.data as z.output<Shape[Name]>
  }
  return { filters, isReadable }
}

/** The address of a list, or of its export, with filters and a place. */
export function filteredHref(path: string, state: Record<string, string | undefined>): string {
  const given = Object.entries(state).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path
}
