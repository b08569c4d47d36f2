import { expect, test } from 'vitest'
import { corporate, disguised } from '../testing/web-mail-addresses.ts'
import { organisationDomain } from './web-mail.ts'

const none = new Set<string>()

test('an organisation’s address has its domain', () => {
  expect(organisationDomain('ada@contoso.example', none)).toBe('contoso.example')
  expect(organisationDomain('ada@mail.contoso.example', none)).toBe('mail.contoso.example')
  expect(organisationDomain('ada@Müller.example', none)).toBe('xn--mller-kva.example')
  expect(organisationDomain('ada@contoso.example.', none)).toBe('contoso.example')
})

test('R-100 at least 200 disguised web-mail addresses have no organisation’s domain', () => {
  expect(new Set(disguised).size).toBeGreaterThanOrEqual(200)
  expect(disguised.filter((address) => organisationDomain(address, none) !== null)).toEqual([])
})

test('R-100 at least 200 company addresses keep their domain', () => {
  expect(new Set(corporate).size).toBeGreaterThanOrEqual(200)
  expect(corporate.filter((address) => organisationDomain(address, none) === null)).toEqual([])
})

test('R-100 web-mail domains that the operator adds are recognised in every disguise', () => {
  const added = new Set(['freemail.example'])
  for (const address of ['ada@freemail.example', 'ada@x.FREEMAIL.example.', 'ada@frеemail.example'])
    expect(organisationDomain(address, added), address).toBeNull()
  expect(organisationDomain('ada@freemail.example', none)).toBe('freemail.example')
})

test('an invalid domain is no organisation’s', () => {
  for (const address of ['ada', 'ada@', 'ada@localhost', 'Ada <ada@gmail.com>', 'ada@a b.example'])
    expect(organisationDomain(address, none), address).toBeNull()
})
