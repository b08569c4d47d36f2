import type { Declared } from './declared.ts'
import { freshly } from './fresh.ts'
import type { AnyGate, Gate } from './read.ts'

/** A mutation without idempotency key, and why it needs none. It opens its own transactions, if any. */
export const keyless = <Added, Sent, Input>(
  gate: Gate<Added, Sent, Input>,
  {
    why,
    fresh = false,
    ...declared
  }: Pick<Declared, 'audience' | 'permission'> & { why: string; fresh?: boolean },
): Gate<Added, Sent, Input> =>
  freshly(gate as AnyGate, { ...declared, fresh, secrets: [], keyless: why }) as Gate<Added, Sent, Input>
