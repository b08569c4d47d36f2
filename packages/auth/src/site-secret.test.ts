import { expect, test } from 'vitest'
import { hashSiteSecret, newSiteSecret, newSiteSecrets, siteFinder } from './site-secret.ts'

test('a secret belongs to one site; during a rotation the old and the new one do', () => {
  const { partner, customer, operator } = newSiteSecrets()
  const next = newSiteSecret()
  const siteOf = siteFinder({
    partner: [hashSiteSecret(next), hashSiteSecret(partner)],
    customer: [hashSiteSecret(customer)],
    operator: [hashSiteSecret(operator)],
  })
  expect([partner, next, customer, operator].map(siteOf)).toEqual([
    ...['partner', 'partner', 'customer', 'operator'],
  ])
  for (const other of [undefined, '', newSiteSecret(), partner.slice(1), hashSiteSecret(partner)])
    expect(siteOf(other)).toBeUndefined()
})
