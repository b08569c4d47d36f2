import { formatDateTime } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/**
 * Lets a person whom a colleague added set up the sign-in. It reads the same whether the person has an account or not. The
 * link is the one-time link.
 */
export function userAddedMail(
  values: Frame & { name: string; organisation: string; expiresAt: Date; timeZone: string },
  t: Translate,
): Rendered {
  const { cloud, expiresAt, timeZone } = values
  const organisation = name(values.organisation)
  return renderMail(t, values, t('mail.user_added.subject', { organisation, cloud }), [
    t('mail.greeting', { name: name(values.name) }),
    t('mail.user_added.text', { organisation }),
    t('mail.user_added.action'),
    theLink(t('mail.button.set_up')),
    t('mail.valid_once', { time: formatDateTime(t.locale, expiresAt, timeZone) }),
    t('mail.user_added.ignore'),
  ])
}
