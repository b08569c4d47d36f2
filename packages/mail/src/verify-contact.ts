import { formatDateTime } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/**
 * M-01: asks the primary contact to confirm the sign-up and the address. `person` is the name of the
 * person who enrols. The link is the one-time link to the page with both statements; a mail scanner that opens it
 * confirms nothing.
 */
export function verifyContactMail(
  values: Frame & {
    /** The primary contact. */
    name: string
    person: string
    organisation: string
    expiresAt: Date
    timeZone: string
  },
  t: Translate,
): Rendered {
  const { cloud, expiresAt, timeZone } = values
  const organisation = name(values.organisation)
  return renderMail(t, values, t('mail.verify_contact.subject', { organisation: values.organisation }), [
    t('mail.greeting', { name: name(values.name) }),
    t('mail.verify_contact.text', { person: name(values.person), organisation, cloud }),
    t('mail.verify_contact.why'),
    t('mail.verify_contact.action'),
    theLink(t('mail.button.answer')),
    t('mail.valid_once', { time: formatDateTime(t.locale, expiresAt, timeZone) }),
    t('mail.verify_contact.caution'),
  ])
}
