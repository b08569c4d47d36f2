/** The most rows that are printed at once. */
export const printedMax = 2000
const rowsPerRead = 100

type Page = { nextCursor: string | null }
/** Where to read: nothing for the page that the URL names. */
type Place = { cursor?: string | undefined; before?: undefined; limit?: 100 }

/** Whether the page shows the whole list, to print it (U22). */
export const isPrint = ({ searchParams }: { searchParams: Pick<URLSearchParams, 'has'> }): boolean =>
  searchParams.has('print')

/** The address that shows a list whole. */
export const printHref = (href: string): string => `${href}${href.includes('?') ? '&' : '?'}print=yes`

/** The page of a list that the URL names, or all of its pages as one; `nextCursor` stays where there are too many rows. */
export async function readList<List extends Page & { [name in Name]: unknown[] }, Name extends string>(
  url: URL,
  rows: Name,
  read: (place: Place) => Promise<List>,
): Promise<List> {
  if (!isPrint(url)) return read({})
  const readAt = (cursor?: string) => read({ cursor, before: undefined, limit: rowsPerRead })
  const first = await readAt()
  const all = [...first[rows]]
  let { nextCursor } = first
  while (nextCursor && all.length < printedMax) {
    const page = await readAt(nextCursor)
    all.push(...page[rows])
    nextCursor = page.nextCursor
  }
  return { ...first, [rows]: all, nextCursor }
}
