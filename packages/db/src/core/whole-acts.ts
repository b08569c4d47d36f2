/**
 * The rows of a page, of which one more than `limit` was read: an act whose records continue on the next page is left to
 * that page, unless it fills this one.
 */
export function wholeActs<Row extends { requestId: string }>(rows: readonly Row[], limit: number): Row[] {
  const page = rows.slice(0, limit)
  const cut = rows[limit]?.requestId
  const end = page.findLastIndex(({ requestId }) => requestId !== cut) + 1
  return end > 0 ? page.slice(0, end) : page
}
