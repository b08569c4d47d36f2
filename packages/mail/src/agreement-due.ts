import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

type Values = Frame & { name: string; organisation: string; agreement: string; version: string }

/** A newer version of the partner agreement waits for a signature. The link is its page in the settings. */
export const agreementDueMail = (values: Values, t: Translate): Rendered =>
  dueMail(values, 'agreement_due', t)

/** A newer version of the customer agreement waits for a customer. The link is its page below **Partner relationships**. */
export const agreementRenewalDueMail = (values: Values, t: Translate): Rendered =>
  dueMail(values, 'agreement_renewal_due', t)

function dueMail(values: Values, kind: 'agreement_due' | 'agreement_renewal_due', t: Translate): Rendered {
  const { cloud, organisation, agreement, version } = values
  return renderMail(t, values, t('mail.agreement_due.subject', { organisation, agreement }), [
    t('mail.greeting', { name: name(values.name) }),
    t(`mail.${kind}.text`, { cloud, organisation: name(organisation), agreement, version }),
    t(`mail.${kind}.action`),
    theLink(t(kind === 'agreement_due' ? 'mail.button.agreement' : 'mail.button.read_agreement')),
  ])
}
