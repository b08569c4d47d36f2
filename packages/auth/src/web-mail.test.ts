import { expect, test } from 'vitest'
import { organisationDomain } from './web-mail.ts'

test('an organisation’s address has its domain', () => {
  expect(organisationDomain('ada@contoso.example')).toBe('contoso.example')
  expect(organisationDomain('ada@mail.contoso.example')).toBe('mail.contoso.example')
})

test('web-mail providers, and whatever is under them, have none (design 12)', () => {
  for (const domain of ['gmail.com', 'outlook.com', 'qq.com', '163.com', 'web.de', 'gmx.de', 'sub.gmail.com'])
    expect(organisationDomain(`ada@${domain}`), domain).toBeNull()
})

test('a domain that only looks like one keeps its own', () => {
  expect(organisationDomain('ada@notgmail.example')).toBe('notgmail.example')
})
