import type { Draft } from '@entente/domain/relationship/relationship-request'
import { expect, test } from 'vitest'
import { changesOf, numberOf, writtenOf } from './draft-fields.ts'
import { postedEdits, savedOf, shownDraft } from './draft-form.server.ts'

const draft = (language: Draft['language'], keys: string[]): Draft => ({
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

const withEdits = (template: Draft, former: Draft, values: Record<string, string>) =>
  shownDraft(template, postedEdits(values, former))
const texts = ({ paragraphs }: Draft) => paragraphs.map(({ text }) => text)

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

test('U7 what was changed is named beside the template’s words; line breaks of a form are no change', () => {
  const template = draft('en', ['greeting', 'request', 'link', 'locked'])
  const shown = shownDraft(template, { subject: null, paragraphs: { greeting: 'Hi' } })
  const written = writtenOf(shown, '')
  expect(changesOf(written, shown)).toEqual([
    { field: 'paragraph.greeting', before: 'greeting en', after: 'Hi' },
  ])
  const untouched = shownDraft(template, { subject: null, paragraphs: {} })
  expect(changesOf(writtenOf(untouched, ''), untouched)).toEqual([])
})

test('a form that names no saved draft, or a forged one, starts a new draft', () => {
  expect(savedOf({})).toBeNull()
  expect(savedOf({ draftId: 'x', draftVersion: '1' })).toBeNull()
  const id = '0198f2aa-0000-7000-8000-000000000001'
  expect(savedOf({ draftId: id, draftVersion: '2', draftBase: '{' })).toMatchObject({ id, version: 2 })
})
