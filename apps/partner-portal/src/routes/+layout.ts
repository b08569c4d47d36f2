import { loadWords } from '@entente/site/words'
import type { LayoutLoad } from './$types'

export const load: LayoutLoad = async ({ data }) => ({
  ...data,
  t: await loadWords(data.locale, ['common', 'errors', 'portal']),
})
