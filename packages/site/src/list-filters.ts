import type { z } from 'zod'
import { textOf } from './list-href.ts'

/** Reads a list's filters from the URL (U4). An invalid one is left out, and the page says so. */
export function filtersIn<Shape extends Record<string, z.ZodType>, Name extends keyof Shape & string>(
  shape: Shape,
  names: readonly Name[],
  parameters: URLSearchParams,
): { filters: { [N in Name]?: z.output<Shape[N]> }; isReadable: boolean } {
  const filters: { [N in Name]?: z.output<Shape[N]> } = {}
  let isReadable = true
  for (const name of names) {
    const text = textOf(parameters, name)
    const parsed = shape[name]?.safeParse(text)
    if (!parsed?.success) isReadable = false
    else if (parsed.data !== undefined) filters[name] = parsed.data as z.output<Shape[Name]>
  }
  return { filters, isReadable }
}
