import { z } from 'zod'
import { idOf } from '../core/id.ts'
import { searchText } from '../core/search-text.ts'

/** How a partner stands for its customer: what it holds, and whether their relationship was removed. */
export const partnerStates = ['holding', 'nothing', 'frozen', 'former'] as const
export type PartnerState = (typeof partnerStates)[number]

/** What narrows the list on **Partner relationships**; all of it must match. A search also finds a whole partner ID. */
export const partnerListInput = z.object({
  search: searchText.optional(),
  /** Partners that hold this service. */
  service: z.string().max(50).optional(),
  state: z.enum(partnerStates).optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(100).default(50),
})
export type PartnerListInput = z.infer<typeof partnerListInput>

export const partnerInput = z.object({ partnerId: idOf<'organisation'>() })
