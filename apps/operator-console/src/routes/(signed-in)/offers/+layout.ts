import { loadWords } from '@entente/site/words'
import type { LayoutLoad } from './$types'

export const load: LayoutLoad = async ({ parent }) => ({
  t: await loadWords((await parent()).locale, ['common', 'errors', 'operator', 'record']),
})
