// A file of its own: pages use these numbers without the schemas and their library.

/** A list counts its matches up to here: beyond it says "more than". */
export const customersCountedMax = 10_000

/** Periods of the filter by age, in days. */
export const customerPeriods = [7, 30, 90, 365] as const

export const customerOrigins = ['acceptance', 'import', 'created'] as const

/** What the list shows of a customer beside its name, in this order. */
export const customerColumns = [
  'alias',
  'domain',
  'country',
  'privileges',
  'tags',
  'origin',
  'since',
] as const
export type CustomerColumn = (typeof customerColumns)[number]
/** The columns that it shows unless a person chooses others. */
export const usualColumns = ['domain', 'country', 'privileges', 'since'] as const satisfies CustomerColumn[]

/**
 * The lengths of an alias and a tag, how many tags a customer has at most, and how many customers one change reaches: those
 * that a person ticked, or all that match.
 */
export const labelLimits = {
  alias: 100,
  tag: 40,
  tags: 20,
  customers: 100,
  matches: customersCountedMax,
} as const
/** How many views of the list a person keeps. */
export const viewsMax = 20
