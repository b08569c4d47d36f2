import { loadWords } from '@entente/site/words'
import type { LayoutLoad } from './$types'

/** The list shows a record below its row, so it needs the record's words too. */
export const load: LayoutLoad = async ({ parent }) => ({
  t: await loadWords((await parent()).locale, ['common', 'errors', 'portal', 'record']),
})
