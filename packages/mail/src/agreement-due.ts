import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/** A newer version of the partner agreement waits for a signature. The link is its page in the settings. */
export function agreementDueMail(
  values: Frame & { name: string; organisation: string; agreement: string; version: string },
  t: Translate,
): Rendered {
  const { cloud, organisation, agreement, version } = values
  return renderMail(t, values, t('mail.agreement_due.subject', { organisation, agreement }), [
    t('mail.greeting', { name: name(values.name) }),
    t('mail.agreement_due.text', { cloud, organisation: name(organisation), agreement, version }),
    t('mail.agreement_due.action'),
    theLink(t('mail.button.agreement')),
  ])
}
