import { formatDate } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name, text } from './plain.ts'
import type { Rendered } from './rendered.ts'

/** M-20: 90, 60 and 30 days before a partner loses its authorisation (§4.2), with the operator's reason. */
export function deauthorisationWarningMail(
  values: Frame & {
    name: string
    organisation: string
    days: number
    endsAt: Date
    timeZone: string
    reason: string
  },
  t: Translate,
): Rendered {
  const { cloud, days, endsAt, timeZone } = values
  const subject = t('mail.deauthorisation_warning.subject', { organisation: values.organisation })
  return renderMail(t, values, subject, [
    t('mail.greeting', { name: name(values.name) }),
    t('mail.deauthorisation_warning.text', {
      organisation: name(values.organisation),
      cloud,
      days,
      date: formatDate(t.locale, endsAt, timeZone),
    }),
    text(values.reason),
    t('mail.deauthorisation_warning.effect'),
    t('mail.deauthorisation_warning.action'),
    theLink(t('mail.button.account')),
  ])
}
