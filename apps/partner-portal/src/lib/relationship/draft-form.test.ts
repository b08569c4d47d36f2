import { expect, test } from 'vitest'
import { numberOf, type ShownDraft } from './draft-fields.ts'
import { withEdits } from './draft-form.server.ts'

const draft = (language: ShownDraft['language'], keys: string[]): ShownDraft => ({
  templateVersion: '1',
  language,
  withPrivileges: true,
  subject: `subject ${language}`,
  link: 'https://customer.example/invitation/x',
  paragraphs: keys.map((key) => ({
    key,
    kind: key === 'link' ? 'link' : 'text',
    text: `${key} ${language}`,
    editable: key !== 'link' && key !== 'locked',
    removable: false,
  })),
})

const texts = ({ paragraphs }: ShownDraft) => paragraphs.map(({ text }) => text)

test('R-017 a change of language translates unchanged text and keeps the person’s changes', () => {
  const former = draft('en', ['greeting', 'request', 'link'])
  const values = {
    subject: 'subject en',
    'paragraph.greeting': 'Hi Ada,\r\nwelcome',
    'paragraph.request': 'request en',
    'paragraph.link': former.link,
  }
  const shown = withEdits(draft('de', ['greeting', 'request', 'link']), former, values)
  expect(shown.subject).toBe('subject de')
  expect(texts(shown)).toEqual(['Hi Ada,\nwelcome', 'request de', 'link de'])
})

test('R-017 a paragraph that the person cleared stays empty', () => {
  const former = draft('en', ['greeting'])
  expect(texts(withEdits(former, former, { 'paragraph.greeting': '' }))).toEqual([''])
})

test('R-018 the link and locked paragraphs come from the template, whatever was posted', () => {
  const former = draft('en', ['locked', 'link'])
  const shown = withEdits(former, former, {
    'paragraph.locked': 'mine',
    'paragraph.link': 'https://evil.example',
  })
  expect(texts(shown)).toEqual(['locked en', 'link en'])
})

test('paragraphs are numbered without the link', () => {
  expect(numberOf(draft('en', ['greeting', 'link', 'closing']), 'closing')).toBe(2)
})
