import type { Acceptance, AcceptInput } from '../src/relationship/acceptance.ts'
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

/** A customer who ticks everything on Contoso's link with privileges; each test changes what it is about. */
export const accepting = (changes: Partial<Acceptance> = {}): Acceptance => ({
  cloud: testCloud,
  link: { partnerId: contoso, withPrivileges: true },
  customer: { country: 'DE' },
  actor: { roles: ['global_admin'] },
  relationship: undefined,
  grants: [],
  posted: { agreement: { accepted: true, version: '2' }, services: grantEverything },
  ...changes,
})

export const posting = (...services: Row[]) => ({ agreement: { accepted: true, version: '2' }, services })
