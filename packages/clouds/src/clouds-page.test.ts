import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cloudsFile, fieldsOf, generateClouds } from '../generate.ts'
import { cloudIds, cloudOf } from './clouds.ts'

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
