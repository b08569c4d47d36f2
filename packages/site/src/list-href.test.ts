import { expect, test } from 'vitest'
import { listHref, textOf } from './list-href.ts'

test('U4 the URL keeps the values that are set and nothing else', () => {
  expect(listHref('/partners', { search: '', cursor: undefined })).toBe('/partners')
  expect(listHref('/partners', { search: 'Zürich & Co', cursor: 'abc' })).toBe(
    '/partners?search=Z%C3%BCrich+%26+Co&cursor=abc',
  )
})

test('a parameter is trimmed and truncated, and a blank one is ignored', () => {
  const parameters = new URLSearchParams({ search: '  Contoso ', person: ' ', long: 'x'.repeat(300) })
  expect(['search', 'person', 'nothing'].map((name) => textOf(parameters, name))).toEqual([
    'Contoso',
    undefined,
    undefined,
  ])
  expect(textOf(parameters, 'long')).toHaveLength(200)
})
