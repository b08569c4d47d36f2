import type { Translate } from '@entente/i18n/translate'

/** The message for an input that is not a code: it is missing, or it is wrong. */
export const factorCodeFault = (t: Translate, code = ''): string =>
  code.trim() === '' ? t('common.second_factor.code.missing') : t('errors.wrong_code')
