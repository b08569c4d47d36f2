import type { Id } from './id.ts'
import type { Role } from './role.ts'

/** Who does an act: audit records and idempotency keys name one. */
export type Actor =
  /** The account is null before sign-in, where it is not known yet. */
  | { kind: 'person'; accountId: Id<'account'> | null; roles: readonly Role[] }
  | { kind: 'application'; applicationId: Id<'application'>; roles: readonly Role[] }
  /** The product itself, such as the retention, or a command on the machine that it runs on. */
  | { kind: 'system'; name: string }

/** Who owns an idempotency key, as text. A person's key is the account's id, or before sign-in the hashed address. */
export type ActorKey = Id<'account'> | `address:${string}` | `application:${string}` | `system:${string}`

/** The owner of an actor's idempotency keys. Two actors of different kinds never share one. Only a visitor's needs the address. */
export function actorKeyOf(actor: Actor, addressHash: () => string): ActorKey {
  if (actor.kind === 'person') return actor.accountId ?? `address:${addressHash()}`
  return actor.kind === 'application' ? `application:${actor.applicationId}` : `system:${actor.name}`
}

/** The account of a signed-in person's key; null for every other owner. */
export const accountOf = (key: ActorKey | null): Id<'account'> | null =>
  // A key without a prefix is an account's id.
  key === null || key.includes(':') ? null : (key as Id<'account'>)
