import { formatDateTime } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, greeting, renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/** Asks a mailbox whether it is a customer's security contact. The link is the one-time link to the page that confirms. */
export function securityContactAskedMail(
  values: Frame & { organisation: string; expiresAt: Date; timeZone: string },
  t: Translate,
): Rendered {
  const { cloud, expiresAt, timeZone } = values
  const organisation = name(values.organisation)
  return renderMail(t, values, t('mail.security_contact.subject', { organisation: values.organisation }), [
    greeting(t, null),
    t('mail.security_contact.text', { organisation, cloud }),
    t('mail.security_contact.action'),
    theLink(t('mail.button.confirm')),
    t('mail.valid_once', { time: formatDateTime(t.locale, expiresAt, timeZone) }),
    t('mail.security_contact.caution', { organisation }),
  ])
}

/** Tells a mailbox that it is the security contact no more. The link is the customer's site. */
export function securityContactEndedMail(values: Frame & { organisation: string }, t: Translate): Rendered {
  const { cloud } = values
  const organisation = name(values.organisation)
  return renderMail(
    t,
    values,
    t('mail.security_contact_ended.subject', { organisation: values.organisation }),
    [
      greeting(t, null),
      t('mail.security_contact_ended.text', { organisation, cloud }),
      t('mail.security_contact_ended.action'),
      theLink(t('mail.button.sign_in')),
    ],
  )
}
