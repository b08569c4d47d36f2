import { formatDateTime } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/** Confirms the address of a sign-up. The link is the one-time link; `timeZone` is the cloud's, an IANA name. */
export function confirmSignUpMail(
  values: Frame & { name: string; organisation: string; expiresAt: Date; timeZone: string },
  t: Translate,
): Rendered {
  const { cloud, expiresAt, timeZone } = values
  return renderMail(t, values, t('mail.confirm_sign_up.subject', { cloud }), [
    t('mail.greeting', { name: name(values.name) }),
    t('mail.confirm_sign_up.text', { organisation: name(values.organisation) }),
    t('mail.confirm_sign_up.action'),
    theLink(t('mail.button.confirm')),
    t('mail.valid_once', { time: formatDateTime(t.locale, expiresAt, timeZone) }),
    t('mail.ignore.no_account'),
  ])
}
