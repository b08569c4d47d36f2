import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/**
 * Tells one global admin of a partner that the operator froze its privileges, or lifted that, without the operator's reason.
 * The link is its settings.
 */
export function privilegesFrozenMail(
  change: 'frozen' | 'thawed',
  values: Frame & { name: string; organisation: string },
  t: Translate,
): Rendered {
  const { cloud } = values
  const organisation = name(values.organisation)
  return renderMail(t, values, t(`mail.own_privileges.${change}.subject`, { cloud }), [
    t('mail.greeting', { name: name(values.name) }),
    t(`mail.own_privileges.${change}.text`, { cloud, organisation }),
    t(`mail.own_privileges.${change}.next`),
    t('mail.own_privileges.action'),
    theLink(t('mail.button.account')),
  ])
}
