import { formatDateTime } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/** Lets a person choose a new password. The link is the one-time link. */
export function resetPasswordMail(
  values: Frame & { name: string; expiresAt: Date; timeZone: string; by?: 'global_admin' | undefined },
  t: Translate,
): Rendered {
  const { cloud, expiresAt, timeZone, by } = values
  return renderMail(t, values, t('mail.reset_password.subject', { cloud }), [
    t('mail.greeting', { name: name(values.name) }),
    t(by ? `mail.reset_password.by_${by}` : 'mail.reset_password.text'),
    t('mail.reset_password.action'),
    theLink(t('mail.button.password')),
    t('mail.valid_once', { time: formatDateTime(t.locale, expiresAt, timeZone) }),
    ...(by ? [] : [t('mail.reset_password.ignore')]),
  ])
}
