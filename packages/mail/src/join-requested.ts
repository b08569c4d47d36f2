import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name, word } from './plain.ts'
import type { Rendered } from './rendered.ts'

/** Asks one global admin of a customer whether a person may join. The link is **People**. */
export function joinRequestedMail(
  values: Frame & {
    /** The global admin who receives this. */
    name: string
    organisation: string
    person: { name: string; email: string }
  },
  t: Translate,
): Rendered {
  const { cloud, organisation, person } = values
  return renderMail(t, values, t('mail.join_requested.subject', { name: person.name, organisation }), [
    t('mail.greeting', { name: name(values.name) }),
    t('mail.join_requested.text', {
      name: name(person.name),
      email: word(person.email),
      organisation: name(organisation),
      cloud,
    }),
    t('mail.join_requested.action'),
    theLink(t('mail.button.decide')),
    t('mail.join_requested.caution'),
  ])
}
