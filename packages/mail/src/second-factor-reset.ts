import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/** Tells a person that a global admin or the operator reset their second factor. The link is the sign-in page. */
export function secondFactorResetMail(
  values: Frame & { name: string; by: 'global_admin' | 'operator' },
  t: Translate,
): Rendered {
  const { cloud, by } = values
  return renderMail(t, values, t('mail.second_factor_reset.subject', { cloud }), [
    t('mail.greeting', { name: name(values.name) }),
    t(`mail.second_factor_reset.by_${by}`, { cloud }),
    t('mail.second_factor_reset.action'),
    theLink(t('mail.button.sign_in')),
    t('mail.second_factor_reset.caution'),
  ])
}
