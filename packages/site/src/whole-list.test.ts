import { expect, test } from 'vitest'
import { isPrint, printedMax, printHref, readList } from './whole-list.ts'

const rowsOf = (total: number) => {
  const asked: object[] = []
  const read = async (place: { cursor?: string | undefined; limit?: number }) => {
    asked.push(place)
    const [from, limit] = [Number(place.cursor ?? 0), place.limit ?? 50]
    const rows = Array.from({ length: Math.min(limit, total - from) }, (_, at) => from + at)
    return { rows, matches: total, nextCursor: from + limit < total ? String(from + limit) : null }
  }
  return { asked, read }
}
const list = new URL('http://portal/customers?search=bak')

test('U22 a list is printed whole, and keeps its search and filters', async () => {
  const { read } = rowsOf(256)
  const url = new URL(printHref(list.href))
  expect([isPrint(list), isPrint(url), url.searchParams.get('search')]).toEqual([false, true, 'bak'])
  const { rows, nextCursor, matches } = await readList(url, 'rows', read)
  expect(rows).toEqual(Array.from({ length: 256 }, (_, at) => at))
  expect([nextCursor, matches]).toEqual([null, 256])
})

test('U22 a list too long to print says so by its next page', async () => {
  const { read } = rowsOf(printedMax + 1)
  const { rows, nextCursor } = await readList(new URL(printHref(list.href)), 'rows', read)
  expect(rows).toHaveLength(printedMax)
  expect(nextCursor).not.toBeNull()
})

test('a list that is not printed is read once, at its own page', async () => {
  const { asked, read } = rowsOf(256)
  expect((await readList(list, 'rows', read)).rows).toHaveLength(50)
  expect(asked).toEqual([{}])
})
