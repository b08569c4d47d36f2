import type { Translate } from '@entente/i18n/translate'
import { renderMail, theLink } from './layout.ts'
import { name, text } from './plain.ts'
import type { Rendered } from './rendered.ts'

/** M-05: says which documents are missing, in the operator's words. The link is the page where they are uploaded. */
export function documentsRequestedMail(
  values: { cloud: string; name: string; organisation: string; reason: string },
  t: Translate,
): Rendered {
  const { cloud } = values
  const subject = t('mail.documents_requested.subject', { organisation: values.organisation })
  return renderMail(t, subject, [
    t('mail.greeting', { name: name(values.name) }),
    t('mail.documents_requested.text', { organisation: name(values.organisation) }),
    text(values.reason),
    t('mail.documents_requested.action'),
    theLink,
    t('mail.sender', { cloud }),
  ])
}
