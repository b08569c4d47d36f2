import { loadWords } from '@entente/site/words'
import type { LayoutLoad } from './$types'

/** Billing uses the words of a customer's record. */
export const load: LayoutLoad = async ({ parent }) => ({
  t: await loadWords((await parent()).locale, ['common', 'errors', 'portal', 'record']),
})
