import { loadWords } from '@entente/site/words'
import type { LayoutLoad } from './$types'

// Plain forms work without scripts, and hydration cannot reset what was typed before it.
export const csr = false

export const load: LayoutLoad = async ({ data, parent }) => ({
  ...data,
  t: await loadWords((await parent()).locale, ['common', 'errors', 'enrol']),
})
