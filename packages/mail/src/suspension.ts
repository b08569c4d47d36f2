import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name, text } from './plain.ts'
import type { Rendered } from './rendered.ts'

export type SuspensionMail = 'partner_suspended' | 'suspension_lifted'

/** A partner was suspended, or its suspension lifted (§4.2), with the operator's words for the partner. The link is its settings. */
export function suspensionMail(
  kind: SuspensionMail,
  values: Frame & { name: string; organisation: string; reason: string; isFrozen: boolean },
  t: Translate,
): Rendered {
  const { cloud, isFrozen } = values
  return renderMail(t, values, t(`mail.${kind}.subject`, { organisation: values.organisation }), [
    t('mail.greeting', { name: name(values.name) }),
    t(`mail.${kind}.text`, { cloud, organisation: name(values.organisation) }),
    text(values.reason),
    t(`mail.${kind}.effect`),
    ...(isFrozen ? [t(`mail.${kind}.frozen`)] : []),
    t(`mail.${kind}.action`),
    theLink(t('mail.button.account')),
  ])
}
