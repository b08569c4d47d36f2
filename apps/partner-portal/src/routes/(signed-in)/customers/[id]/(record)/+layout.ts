import { loadWords } from '@entente/site/words'
import type { LayoutLoad } from './$types'

export const load: LayoutLoad = async ({ parent, data }) => ({
  ...data,
  t: await loadWords((await parent()).locale, ['common', 'errors', 'portal', 'record', 'service']),
})
