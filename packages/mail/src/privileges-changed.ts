import type { PrivilegesChange } from '@entente/domain/relationship/admin-grant'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, greeting, renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/**
 * Tells one who decides for a customer, or its security contact, that the operator froze, thawed or ended a partner's privileges, without the
 * operator's reason. The link is **Partner relationships**.
 */
export function privilegesChangedMail(
  values: Frame & {
    /** The person who receives this; null for the customer's security contact. */
    name: string | null
    organisation: string
    partner: string
    change: PrivilegesChange
  },
  t: Translate,
): Rendered {
  const { cloud, change } = values
  const parties = { partner: name(values.partner), organisation: name(values.organisation) }
  return renderMail(t, values, t(`mail.privileges.${change}.subject`, { partner: values.partner }), [
    greeting(t, values.name),
    t(`mail.privileges.${change}.text`, { ...parties, cloud }),
    t(`mail.privileges.${change}.next`, parties),
    t('mail.privileges.action'),
    theLink(t('mail.button.partners')),
  ])
}
