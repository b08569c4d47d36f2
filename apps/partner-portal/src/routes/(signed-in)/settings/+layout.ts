import { loadWords } from '@entente/site/words'
import type { LayoutLoad } from './$types'

export const load: LayoutLoad = async ({ data, parent }) => ({
  ...data,
  t: await loadWords((await parent()).locale, ['common', 'errors', 'portal', 'settings', 'users']),
})
