import type { Translate } from '@entente/i18n/translate'
import type { SignUpWords } from '@entente/site/sign-up'

/** The words at the fields of a new work account and of its confirmation. */
export const workAccountWords = (t: Translate): SignUpWords => ({
  labels: {
    organisation: t('enrol.create.organisation'),
    country: t('enrol.create.country'),
    name: t('enrol.create.name'),
    email: t('enrol.create.email'),
    password: t('common.field.password'),
  },
  hints: { country: t('enrol.create.country.hint'), email: t('enrol.create.email.hint') },
})
