import type { Translate } from '@entente/i18n/translate'
import type { SignUpWords } from '@entente/site/sign-up'

/** The words at the fields of a sign-up and of its confirmation. */
export const signUpWords = (t: Translate): SignUpWords => ({
  labels: {
    organisation: t('acceptance.sign_up.organisation'),
    country: t('common.field.country'),
    name: t('common.field.name'),
    email: t('common.field.email'),
    password: t('common.field.password'),
  },
  hints: {
    organisation: t('acceptance.sign_up.organisation.hint'),
    name: t('acceptance.sign_up.name.hint'),
    email: t('acceptance.sign_up.email.hint'),
  },
})
