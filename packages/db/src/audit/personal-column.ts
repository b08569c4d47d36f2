import type { RetentionKind } from './retention.ts'

/** A column that says something about a person. */
export type PersonalColumn = {
  what: string
  /**
   * What `erasePerson` does with it: `deleted` with its row, `blanked`, `rewritten` without name and address, or `kept`,
   * because a law wants it.
   */
  erasure: 'deleted' | 'blanked' | 'rewritten' | 'kept'
  /** The retention rule that ends it; `person`: it stays until the person is erased. */
  until: RetentionKind | 'person'
}

export type TableRegister = {
  /** Columns that never say anything about a person, separated by spaces: ids, states, keys, facts of companies. */
  none: string
  personal?: Record<string, PersonalColumn>
}
