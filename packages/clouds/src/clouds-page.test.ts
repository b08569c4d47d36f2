import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cloudsFile, fieldsOf, generateClouds } from '../generate.ts'
import { cloudIds, cloudOf } from './clouds.ts'
import { overridablePaths } from './overrides.ts'

test('docs/clouds.md is current: run node packages/clouds/generate.ts', () => {
  expect(readFileSync(cloudsFile, 'utf8')).toBe(generateClouds())
})

test('every field of every cloud has a line with what it says and what requires it', () => {
  for (const id of cloudIds) expect(fieldsOf(cloudOf(id)).nameless).toEqual([])
  expect(fieldsOf({ ...cloudOf('global'), planted: { isOn: true } }).nameless).toEqual(['planted.isOn'])
  const [differs = '', same = ''] = generateClouds().split('## What is the same')
  expect(differs).toContain('| `requests.sendForMe` |')
  expect(same).toContain('| `removal.privileges` |')
})

test('§3.4 the page marks the fields that an override file may change, and no other', () => {
  const rows = generateClouds()
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split(' | '))
  const marked = rows.flatMap((cells) => (cells.at(-2) ? [cells[0]?.slice(3, -1) ?? ''] : []))
  const isIn = (path: string, field: string) => path === field || path.startsWith(`${field}.`)
  for (const path of overridablePaths) expect(marked.filter((field) => isIn(path, field))).toHaveLength(1)
  for (const field of marked) expect(overridablePaths.some((path) => isIn(path, field))).toBe(true)
  expect(rows.find(([field]) => field === '| `services`')?.at(-2)).toBe('name, portal')
})

test('every picture that docs/clouds.md shows is there', () => {
  const shown = [...generateClouds().matchAll(/\]\((screenshots\/[^)]+)\)/g)].map(([, file = '']) => file)
  expect(shown.length).toBeGreaterThan(20)
  expect(shown.filter((file) => !existsSync(new URL(file, cloudsFile)))).toEqual([])
})
