import { expect, test } from 'vitest'
import { isForeignAddress } from './foreign-address.ts'

test.each<[string, string[], boolean]>([
  ['kim@fabrikam.example', ['fabrikam.example'], false],
  ['kim@mail.fabrikam.example', ['fabrikam.example'], false],
  ['kim@notfabrikam.example', ['fabrikam.example'], true],
  ['kim@agency.example', ['fabrikam.example', 'fabrikam.test'], true],
  // Nothing is known to compare with: a company that an operator created.
  ['kim@agency.example', [], false],
])('R-099 %s beside the domains %j is foreign: %s', (email, domains, isForeign) =>
  expect(isForeignAddress(email, domains)).toBe(isForeign),
)
