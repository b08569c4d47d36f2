import type { Id } from '../src/core/id.ts'

const id = (digit: number) => `018f0000-0000-7000-8000-00000000000${digit}` as Id<'organisation'>

/** Partners that compete for the same customer. */
export const contoso = id(1)
export const fabrikam = id(2)
export const litware = id(3)
