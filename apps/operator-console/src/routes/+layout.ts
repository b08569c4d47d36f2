import { loadWords } from '@entente/site/words'
import type { LayoutLoad } from './$types'

// Nothing on this site needs a script: pages are read by links and forms, and every action is a plain form.
export const csr = false
export const load: LayoutLoad = async ({ data }) => ({
  ...data,
  t: await loadWords(data.locale, ['common', 'errors', 'operator', 'settings', 'service', 'referral']),
})
