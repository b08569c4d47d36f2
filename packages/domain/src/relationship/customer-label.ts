import { z } from 'zod'
import { idOf } from '../core/id.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { labelLimits } from './customer-list-sizes.ts'

/** A partner's own name and tags for a customer. The customer never sees them. */
export type CustomerLabel = { alias: string | null; tags: string[] }

export type LabelRefusal =
  | { code: 'too_many_tags'; most: number }
  /** More customers match than one change reaches. */
  | { code: 'too_many_matches'; most: number }

const words = (most: number) =>
  z
    .string()
    // A PostgreSQL text cannot hold U+0000.
    .overwrite((text) => text.replaceAll('\0', '').normalize('NFC').replace(/\s+/gu, ' ').trim())
    .max(most)

export const tagText = words(labelLimits.tag).min(1)
/** Tags to add or to remove. */
export const tagTexts = z.array(tagText).max(labelLimits.tags).default([])

export const labelledInput = z.object({
  ids: z.array(idOf<'relationship'>()).min(1).max(labelLimits.customers),
})

/** Changes labels of the customers of one page. An alias that is not given stays, an empty one is taken away. */
export const labelInput = labelledInput.extend({
  aliases: z.record(z.string(), words(labelLimits.alias)).default({}),
  add: tagTexts,
  remove: tagTexts,
})

/** The label after a change. A tag that is to be both added and removed is added. */
export function relabel(
  { alias, tags: held }: CustomerLabel,
  change: { alias: string | null; add: readonly string[]; remove: readonly string[] },
): Result<CustomerLabel, LabelRefusal> {
  const kept = held.filter((tag) => !change.remove.includes(tag))
  const next = [...new Set([...kept, ...change.add])].toSorted()
  if (next.length > labelLimits.tags) return refuse({ code: 'too_many_tags', most: labelLimits.tags })
  return ok({ alias: change.alias === null ? alias : change.alias || null, tags: next })
}

/** A person's own view of the Customers list: the query of its address, under a name. */
export const saveViewInput = z.object({
  name: words(60).min(1),
  query: z
    .string()
    .max(2000)
    .overwrite((text) => text.replaceAll('\0', '')),
})

export type ViewRefusal = { code: 'too_many_views'; most: number }
