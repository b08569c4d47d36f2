import { loadWords } from '@entente/site/words'
import type { LayoutLoad } from './$types'

/** The sign-in information is shown in the words of the users' pages. */
export const load: LayoutLoad = async ({ parent }) => ({
  t: await loadWords((await parent()).locale, ['common', 'errors', 'portal', 'users']),
})
