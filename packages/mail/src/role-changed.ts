import type { CustomerRole } from '@entente/domain/core/role'
import { formatDateTime, formatEntries } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name, word } from './plain.ts'
import type { Rendered } from './rendered.ts'

/**
 * Tells a person of a customer, or one of its global admins, that a global admin changed the person's role. The link is
 * the person's page, or for the person the start page.
 */
export function roleChangedMail(
  values: Frame & {
    /** The recipient. */
    name: string
    /** Null where the person is the recipient. */
    person: { name: string; email: string } | null
    organisation: string
    by: string
    before: readonly CustomerRole[]
    role: CustomerRole
    changedAt: Date
    timeZone: string
  },
  t: Translate,
): Rendered {
  const { cloud, organisation, person, role, before } = values
  const subject = person
    ? t('mail.role_changed.subject', { name: person.name, organisation })
    : t('mail.role_changed.subject.own', { organisation })
  const facts = {
    ...{ by: name(values.by), organisation: name(organisation), cloud },
    time: formatDateTime(t.locale, values.changedAt, values.timeZone),
    before:
      formatEntries(
        t.locale,
        before.map((one) => t(`common.role.${one}`)),
      ) || t('common.none'),
    role: t(`common.role.${role}`),
  }
  return renderMail(t, values, subject, [
    t('mail.greeting', { name: name(values.name) }),
    person
      ? t('mail.role_changed.text', { ...facts, name: name(person.name), email: word(person.email) })
      : t('mail.role_changed.text.own', facts),
    t(`mail.role_changed.about.${role}`),
    t('mail.role_changed.action', { cloud }),
    theLink(t('mail.button.account')),
    t('mail.relationship_receipt.not_you', { cloud }),
  ])
}
