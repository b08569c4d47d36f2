import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/** The operator revoked the link in requests of a person at the partner (§4.6). The link is the list of requests. */
export function linkRevokedMail(
  values: Frame & { name: string; organisation: string; count: number },
  t: Translate,
): Rendered {
  const { cloud, count } = values
  return renderMail(t, values, t('mail.link_revoked.subject', { count }), [
    t('mail.greeting', { name: name(values.name) }),
    t('mail.link_revoked.text', { cloud, organisation: name(values.organisation) }),
    t('mail.link_revoked.requests', { count }),
    t('mail.link_revoked.action'),
    theLink(t('mail.button.requests')),
  ])
}
