import { loadWords } from '@entente/site/words'
import type { LayoutLoad } from './$types'

// Plain forms: they work the same without a script, and what is typed before one arrives cannot be lost.
export const csr = false

export const load: LayoutLoad = async ({ parent }) => ({
  t: await loadWords((await parent()).locale, ['common', 'errors', 'enrol']),
})
