// A file of its own: pages use these numbers without the schemas and their library.

/** A list counts its matches up to here: beyond it says "more than". */
export const customersCountedMax = 10_000

/** Periods of the filter by age, in days. */
export const customerPeriods = [7, 30, 90, 365] as const
