import { z } from 'zod'
import { searchText } from '../core/search-text.ts'

/** One page of the Customers list. The cursor is opaque: the one that the last page returned, or none. */
export const customerListInput = z.object({
  search: searchText.optional(),
  sort: z.enum(['name', 'since']).default('name'),
  direction: z.enum(['asc', 'desc']).default('asc'),
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(100).default(50),
})

export type CustomerListInput = z.infer<typeof customerListInput>
