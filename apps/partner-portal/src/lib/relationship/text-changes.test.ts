import { expect, test } from 'vitest'
import { textChanges } from './text-changes.ts'

const shown = (before: string, after: string, language: string) =>
  textChanges(before, after, language)
    .map(({ kind, text }) => ({ same: text, inserted: `+${text}+`, deleted: `-${text}-` })[kind])
    .join('')

test.each([
  ['en', 'Hello,', 'Good morning,', '-Hello-+Good morning+,'],
  ['de', 'Guten Tag Ada', 'Guten Abend Ada', 'Guten -Tag-+Abend+ Ada'],
  ['zh-CN', '请打开下面的链接', '请查看下面的链接', '请-打开-+查看+下面的链接'],
  ['en', 'Same', 'Same', 'Same'],
  ['en', 'Left out', '', '-Left out-'],
])('U7 the changed words are marked: %s', (language, before, after, marked) => {
  expect(shown(before, after, language)).toBe(marked)
})
