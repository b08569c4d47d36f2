import type { Id } from '../src/core/id.ts'
import type { Acceptance, AcceptInput } from '../src/relationship/acceptance.ts'
import type { RelationshipStatus } from '../src/relationship/relationship.ts'
import { partiesOf } from '../src/relationship/relationship-link.ts'
import { testCloud } from './cloud.ts'
import { contoso } from './organisations.ts'

type Row = AcceptInput['services'][number]
type Choice = Row['choice']

export const row = (service: string, choice: Choice, holderSeen: Row['holderSeen'] = null): Row => ({
  service,
  choice,
  holderSeen,
})

export const grantEverything = testCloud.services.map(({ id }) => row(id, 'grant'))

type Link = Parameters<typeof partiesOf>[1]

/** A customer who ticks everything on Contoso's link with privileges; each test changes what it is about. */
export function accepting({
  link,
  relationships,
  ...changes
}: Partial<Omit<Acceptance, 'parties'>> & {
  link?: Partial<Link>
  relationships?: ReadonlyMap<Id<'organisation'>, RelationshipStatus>
} = {}): Acceptance {
  const named = partiesOf(testCloud, { partnerId: contoso, providerId: null, withPrivileges: true, ...link })
  return {
    cloud: testCloud,
    parties: named.map((party) => {
      const status = relationships?.get(party.partnerId)
      return { ...party, relationship: status && { status } }
    }),
    customer: { country: 'DE' },
    actor: { roles: ['global_admin'] },
    grants: [],
    posted: { agreement: { accepted: true, version: '2' }, services: grantEverything },
    ...changes,
  }
}

export const posting = (...services: Row[]) => ({ agreement: { accepted: true, version: '2' }, services })
