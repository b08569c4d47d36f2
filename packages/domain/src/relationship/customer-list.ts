import { z } from 'zod'
import { idOf } from '../core/id.ts'
import { countryCode } from '../core/organisation.ts'
import { searchText } from '../core/search-text.ts'
import { timeZone } from '../core/time-zone.ts'
import { tagText, tagTexts } from './customer-label.ts'
import { customerColumns, customerOrigins, customerPeriods } from './customer-list-sizes.ts'

const service = z.string().regex(/^[a-z0-9-]{1,50}$/)

/** What narrows the Customers list; all of it must match. */
const filters = {
  search: searchText.optional(),
  /** Customers that granted privileges for this service. */
  service: service.optional(),
  /** Customers that granted none for this service, not for all services, or for none at all. */
  missing: z.union([z.literal(['any', 'all']), service]).optional(),
  country: countryCode.optional(),
  /** How the customer came into the list. */
  origin: z.enum(customerOrigins).optional(),
  /** One of the partner's own tags. */
  tag: tagText.optional(),
  /** Customers with a request that waits for an answer. */
  requests: z.literal('open').optional(),
  /** Customers of the last so many days. */
  since: z.literal(customerPeriods).optional(),
  /** Customers that took privileges away in the last so many days, and did not give them back. */
  lost: z.literal(customerPeriods).optional(),
  /** The zone of these days. */
  timeZone: timeZone.optional(),
}

/**
 * One page of the Customers list. Cursors are opaque, and lead to the page after or before the one that returned
 * them.
 */
export const customerListInput = z.object({
  ...filters,
  sort: z.enum(['name', 'since']).default('name'),
  direction: z.enum(['asc', 'desc']).default('asc'),
  cursor: z.string().max(1000).optional(),
  before: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(100).default(50),
})

/** What the export of the Customers list takes: all that match, in the list's order, with these columns. */
export const customerExportInput = z.object({
  ...filters,
  sort: customerListInput.shape.sort,
  direction: customerListInput.shape.direction,
  columns: z.array(z.enum(customerColumns)).max(customerColumns.length),
})
/** Changes the tags of all customers that match. */
export const tagMatchingInput = z.object({ ...filters, add: tagTexts, remove: tagTexts })

export type CustomerExportInput = z.infer<typeof customerExportInput>

/** One page of **Former customers**, the newest removal first (U-20). */
export const formerCustomerListInput = z.object({
  search: searchText.optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(100).default(50),
})

/** One page of the customers that both sides of a partnership have. */
export const sharedCustomersInput = customerListInput
  .pick({ search: true, sort: true, direction: true, cursor: true, before: true, limit: true })
  .extend({ partnership: idOf<'partnership'>() })

export type CustomerListInput = z.infer<typeof customerListInput>
export type CustomerFilters = Pick<CustomerListInput, keyof typeof filters>

/** Whether a set of services passes the filters by service. */
export const hasWantedServices = (
  held: readonly string[],
  { service, missing }: CustomerFilters,
  catalogue: readonly string[],
): boolean => (!service || held.includes(service)) && (!missing || isMissing(held, missing, catalogue))

const isMissing = (held: readonly string[], missing: string, catalogue: readonly string[]): boolean =>
  missing === 'all'
    ? !catalogue.some((one) => held.includes(one))
    : !(missing === 'any' ? catalogue : [missing]).every((one) => held.includes(one))
