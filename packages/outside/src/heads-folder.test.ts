import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { headsFolder, readHeadsLines } from './heads-folder.ts'

const root = mkdtempSync(path.join(tmpdir(), 'audit-heads-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const linesOf = async (place: string) =>
  (await Array.fromAsync(readHeadsLines(place))).map(({ line }) => line)

test('lines are appended to one file a day, and read in the order of the days', async () => {
  const place = path.join(root, 'days')
  const folder = headsFolder(place)
  expect(await folder.last()).toBeUndefined()
  await folder.append('2026-11-30', 'c')
  await folder.append('2026-11-29', 'a')
  await folder.append('2026-11-29', 'b')
  expect(await folder.last()).toEqual({ day: '2026-11-30', line: 'c' })
  expect(await linesOf(place)).toEqual(['a', 'b', 'c'])
  const file = path.join(place, 'audit-heads-2026-11-29.jsonl')
  expect(await linesOf(file)).toEqual(['a', 'b'])
  expect(statSync(file).mode & 0o077).toBe(0)
})

test('a line that a crash cut off is passed over, and never joins the next one', async () => {
  const place = path.join(root, 'torn')
  const folder = headsFolder(place)
  await folder.append('2026-11-29', 'a')
  appendFileSync(path.join(place, 'audit-heads-2026-11-29.jsonl'), '{"cut')
  expect(await folder.last()).toEqual({ day: '2026-11-29', line: 'a' })
  await folder.append('2026-11-29', 'b')
  expect(await linesOf(place)).toEqual(['a', '{"cut', 'b'])
})
