import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../process.ts'

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

/** The requirements that the product claims so far: each is named by a test, or the claim is empty. */
const covered = [
  2,
  4,
  6,
  ...range(12, 23),
  ...range(26, 28),
  ...range(30, 32),
  ...range(50, 53),
  ...range(55, 58),
  178,
  180,
]

test('every requirement that the product covers is named by a test', () => {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.test.ts'], {
    cwd: root,
    encoding: 'utf8',
  })
  const texts = listed
    .split('\n')
    .filter(Boolean)
    .map((file) => readFileSync(path.join(root, file), 'utf8'))
  const named = new Set(texts.join('\n').match(/\bR-\d{3}\b/g))
  const unnamed = covered
    .map((number) => `R-${String(number).padStart(3, '0')}`)
    .filter((id) => !named.has(id))
  expect(unnamed).toEqual([])
})
