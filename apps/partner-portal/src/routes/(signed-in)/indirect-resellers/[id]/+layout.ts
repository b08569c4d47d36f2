import { loadWords } from '@entente/site/words'
import type { LayoutLoad } from './$types'

/** The pages of a reseller's account use the words of Settings. */
export const load: LayoutLoad = async ({ parent }) => ({
  t: await loadWords((await parent()).locale, ['common', 'errors', 'portal', 'settings', 'users']),
})
