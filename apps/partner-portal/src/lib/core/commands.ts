import type { PartnerKind, PartnerStatus } from '@entente/domain/core/organisation'
import type { Role } from '@entente/domain/core/role'
import { type Features, navigationFor, opens, sectionsOf } from './navigation.ts'
import type { Command } from './palette.ts'

/** What the palette offers before anything is searched. */
export const commandsFor = (person: {
  roles: readonly Role[]
  status: PartnerStatus | null
  kind: PartnerKind | null
  /** Whether partners of this kind make links of their own in this cloud (D-05). */
  makesLinks: boolean
  hasCompanies: boolean
  cloud: Features
}): Command[] => [
  ...(person.makesLinks && opens(person, 'relationship_request.prepare')
    ? ([
        {
          id: 'request',
          href: '/requests/new',
          label: 'portal.request.title',
          words: 'palette.request.words',
        },
        { id: 'copy_link', label: 'palette.copy_link', words: 'palette.copy_link.words' },
      ] as const)
    : []),
  ...navigationFor(person).map(({ href, label }) => ({ id: href, href, label })),
  ...sectionsOf(person)
    .filter(({ permission }) => opens(person, permission))
    .map(({ href, label }) => ({ id: href, href, label })),
  { id: 'account', href: '/account', label: 'common.nav.account' },
  { id: 'help', href: '/help', label: 'common.help' },
  ...(person.hasCompanies
    ? [{ id: 'companies', href: '/enrol/companies', label: 'common.nav.companies' } satisfies Command]
    : []),
  { id: 'shortcuts', label: 'palette.shortcuts', words: 'palette.shortcuts.words' },
]
