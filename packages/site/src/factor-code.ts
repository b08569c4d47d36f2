import type { Translate } from '@entente/i18n/translate'

/** What is said of a text that is no code: that one is missing, or that it is not the right one. */
export const factorCodeFault = (t: Translate, code = ''): string =>
  code.trim() === '' ? t('common.second_factor.code.missing') : t('errors.wrong_code')
