import { describe, expect, test } from 'vitest'
import { mailSender, operatorContact } from './instance-setting.ts'

const contact = { name: '', email: ' Help@Example.com ', phone: '', website: '', hours: '' }

describe('the contact of the operator', () => {
  test('needs an address alone; what is left empty is not shown', () => {
    expect(operatorContact.parse(contact)).toEqual({
      ...{ name: null, email: 'help@example.com', phone: null, website: null, hours: null },
    })
    expect(operatorContact.safeParse({ ...contact, email: '' }).success).toBe(false)
  })

  test('a website is typed without its scheme, and is never anything but https', () => {
    const websiteOf = (website: string) => operatorContact.safeParse({ ...contact, website }).data?.website
    expect(websiteOf('www.example.com/help')).toBe('https://www.example.com/help')
    for (const wrong of ['http://example.com', 'javascript:alert(1)', 'https://localhost'])
      expect(websiteOf(wrong), wrong).toBeUndefined()
  })

  test('is kept as it is when it is read again', () => {
    const once = operatorContact.parse({ ...contact, name: 'Example Cloud GmbH' })
    expect(operatorContact.parse(once)).toEqual(once)
  })
})

test('S10 the sender of mails is one mailbox', () => {
  expect(mailSender.parse('Entente <No-Reply@Example.com>')).toEqual({
    name: 'Entente',
    address: 'no-reply@example.com',
  })
  for (const wrong of ['a@example.com, b@example.com', 'Ent\nente <a@example.com>', 'Entente'])
    expect(mailSender.safeParse(wrong).success, wrong).toBe(false)
})
