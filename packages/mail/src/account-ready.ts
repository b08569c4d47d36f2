import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/** M-06: the account is ready; its global admin signs the partner agreement of the cloud. */
export function accountReadyMail(
  values: Frame & { name: string; organisation: string; agreement: string },
  t: Translate,
): Rendered {
  const { cloud, agreement } = values
  return renderMail(t, values, t('mail.account_ready.subject'), [
    t('mail.greeting', { name: name(values.name) }),
    t('mail.account_ready.text', { organisation: name(values.organisation), cloud, agreement }),
    t('mail.account_ready.agent'),
    t('mail.account_ready.action'),
    theLink(t('mail.button.agreement')),
  ])
}
