import { expect, test } from 'vitest'
import { formatMailbox, parseMailbox } from './mailbox.ts'

const address = 'ada@contoso.example'

test.each([
  'Ada Lovelace',
  'Ada "the first" Lovelace',
  'Back\\slash',
  '李雷',
  'a@b.example, c@d.example',
  '\\"',
  '"',
])('a name is read back as it was written: %j', (name) => {
  expect(parseMailbox(formatMailbox({ name, address }))).toEqual({ name, address })
})

test.each([null, '', ' \r\n\t '])('without a name there is only the address: %j', (name) => {
  expect(formatMailbox({ name, address })).toBe(`<${address}>`)
  expect(parseMailbox(`<${address}>`)).toEqual({ name: null, address })
})

test('S10 a name becomes one line of at most 100 characters', () => {
  const name = `A\r\nBcc: x\u2028\u202E${'y'.repeat(500)}`
  const read = parseMailbox(formatMailbox({ name, address })).name
  expect(read).toMatch(/^A Bcc: x y+$/)
  expect(read).toHaveLength(100)
})

test.each([
  'ada@contoso.example',
  '"Ada" <a@b.example>, <c@d.example>',
  '"A"B" <a@b.example>',
  '<a@b.example>\r\nBcc: x',
  '< a@b.example>',
])('anything else is refused: %j', (text) => {
  expect(() => parseMailbox(text)).toThrow('not in our form')
})
