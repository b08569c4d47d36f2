import type { Audience } from '@entente/domain/core/audience'
import type { Permission } from '@entente/domain/core/permission'
import type { AnyTRPCProcedure, AnyTRPCRouter } from '@trpc/server'

/** What a mutation declares about itself; tRPC keeps it as the procedure's `meta`. */
export type Declared = {
  /**
   * Who may call it: people of one site, everybody (`public`), everybody signed in (`session`), or also somebody whose
   * sign-in waits for a second factor to be set up (`factor`).
   */
  audience: Audience | 'public' | 'session' | 'factor'
  permission: Permission | null
  /** Whether the person must have confirmed recently who they are. */
  fresh: boolean
  /** The fields of the answer that are shown once; a repeat of the key gets `shown_once` instead. */
  secrets: readonly string[]
  /** Why it takes no idempotency key; null when it takes one. */
  keyless: string | null
}

/** Every mutation of a router by its path, with what it declares; undefined for one that declares nothing. */
export function mutationsOf(router: AnyTRPCRouter): Record<string, Declared | undefined> {
  const procedures: Record<string, AnyTRPCProcedure> = router._def.procedures
  const mutations = Object.entries(procedures).filter(([, { _def }]) => _def.type === 'mutation')
  // Only this package's builders set `meta`, and only to this type.
  return Object.fromEntries(mutations.map(([path, { _def }]) => [path, _def.meta as Declared | undefined]))
}
