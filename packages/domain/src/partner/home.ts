/** What waits for a person of a partner, the most urgent first. A number counts what the page behind it lists. */
export const attentionKinds = [
  'authorisation_ends',
  'agreement_to_sign',
  'end_asked',
  'referrals',
  'profile_rejected',
  'profile_waits',
  'undelivered',
  'unanswered',
  'lost',
  'declined',
  'no_second_factor',
  'profile_reviewed',
] as const
export type AttentionKind = (typeof attentionKinds)[number]
export type Attention = { kind: AttentionKind; count: number; at: Date | null }

/** The order in which Home lists what waits; what does not wait is left out. */
export const inOrderOfUrgency = (waiting: readonly Attention[]): Attention[] =>
  waiting
    .filter(({ count }) => count > 0)
    .toSorted((one, other) => attentionKinds.indexOf(one.kind) - attentionKinds.indexOf(other.kind))
