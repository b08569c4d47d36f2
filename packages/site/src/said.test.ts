import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { said } from './said.ts'

const reader = {
  locale: 'en' as const,
  timeZone: 'Europe/Berlin',
  renderedAt: Date.parse('2027-03-07T12:00:00Z'),
}
const yesterday = '2027-03-06T10:05:00.000Z'

test('a moment in a sentence is told by its distance, with the exact time and its zone on hover', () => {
  expect(said(reader, ({ on }) => `Ada \uE000 declined ${on(yesterday)}.`)).toEqual([
    'Ada \uE000 declined ',
    { iso: yesterday, text: 'yesterday', title: '6 Mar 2027, 11:05 CET', isRelative: true },
    '.',
  ])
})

test('a day stays a day, on paper too, and an exact time has its distance on hover', () => {
  expect(said(reader, ({ day, time }) => `${day(yesterday)}, ${time(yesterday)}`)).toMatchObject([
    { text: '6 Mar 2027', title: '6 Mar 2027, 11:05 CET', isRelative: false },
    ', ',
    { text: '6 Mar 2027, 11:05 CET', title: 'yesterday' },
  ])
})

test('what happened after the page was made happened just now', () => {
  const after = '2027-03-07T12:00:20.000Z'
  expect(said(reader, ({ ago, on }) => `${ago(after)} ${on(after)}`)).toMatchObject([
    ...[{ text: 'just now' }, ' ', { text: 'just now' }],
  ])
})

/** Titles of pages, names of buttons, heads of printed lists, and days that are the same in every zone. */
const plain = [
  'apps/operator-console/src/routes/(signed-in)/audit/+page.svelte',
  'apps/operator-console/src/routes/(signed-in)/dead-letters/+page.svelte',
  'apps/operator-console/src/routes/(signed-in)/partners/[id]/+page.svelte',
  'apps/operator-console/src/routes/(signed-in)/queues/+page.svelte',
  'apps/partner-portal/src/routes/(signed-in)/requests/[id]/+page.svelte',
  'apps/partner-portal/src/routes/(signed-in)/settings/+page.svelte',
  'packages/site/src/account-security.svelte',
  'packages/site/src/list-print.svelte',
]

test('every time that a page shows has the exact one on hover', () => {
  const cwd = path.join(import.meta.dirname, '../../..')
  const pages = globSync(['apps/*/src/**/*.svelte', 'packages/site/src/*.svelte'], { cwd })
  const found = pages.filter((file) =>
    /\bformat(?:Date|DateTime|Relative)\(|<time\b/.test(readFileSync(path.join(cwd, file), 'utf8')),
  )
  expect(pages.length).toBeGreaterThan(100)
  expect(found.sort()).toEqual(plain)
})

test('a moment that stands alone has no word of a sentence before it', () => {
  const cwd = path.join(import.meta.dirname, '../../..')
  const pages = globSync(['apps/*/src/**/*.{svelte,ts}', 'packages/{site,ui}/src/*.svelte'], { cwd })
  const alone = /\(\{ on \}\) => on\(/
  expect(pages.length).toBeGreaterThan(100)
  expect(pages.filter((file) => alone.test(readFileSync(path.join(cwd, file), 'utf8')))).toEqual([])
})
