import { readStatement } from '#lib/customer/statement.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const from = Number(event.url.searchParams.get('from') ?? 0)
  const isPlace = Number.isSafeInteger(from) && from >= 0 && from < 10_000_000
  return { statement: await readStatement(event, { from: isPlace ? from : 0 }) }
}
