import { loadWords } from '@entente/site/words'
import type { PageLoad } from './$types'

/** What a person read and accepted in one language is on its receipt in the same one, as in the mail. */
export const load: PageLoad = async ({ data, parent }) => {
  const { cloud, locale } = await parent()
  const language = cloud.locales.find((known) => known === data.receipt.language)
  return { ...data, acceptedIn: await loadWords(language ?? locale, ['common']) }
}
