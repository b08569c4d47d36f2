/** Where a partner finds its partnerships: a provider its resellers, a reseller its providers. */
export type PartnershipPath = '/indirect-resellers' | '/indirect-providers'

export const pathOf = (pathname: string): PartnershipPath =>
  pathname.startsWith('/indirect-resellers') ? '/indirect-resellers' : '/indirect-providers'

/** The words of each list. */
export const wordsOf = {
  '/indirect-resellers': 'resellers',
  '/indirect-providers': 'providers',
} as const satisfies Record<PartnershipPath, string>

type Listed = {
  status: 'active' | 'removed'
  other: { status: 'active' | 'enrolling' | 'suspended' | 'deauthorised' }
}

/** How a partnership stands, in one word: it is over, or the other company cannot act. */
export function stateOf({ status, other }: Listed): 'active' | 'removed' | 'suspended' | 'deauthorised' {
  if (status === 'removed') return 'removed'
  // A partner that has partnerships is enrolled.
  return other.status === 'enrolling' ? 'active' : other.status
}

export const stateTone = {
  active: 'positive',
  removed: 'neutral',
  suspended: 'warning',
  deauthorised: 'negative',
} as const

/** The names of the two sides, from the one that reads. */
export const sidesOf = (path: PartnershipPath, own: string, other: string) =>
  path === '/indirect-resellers' ? { provider: own, reseller: other } : { provider: other, reseller: own }
