import type { JoinDecision } from '@entente/domain/identity/person'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/** Tells a person what a global admin decided about joining. The link, for an approved person, is the sign-in page. */
export function joinDecidedMail(
  values: Frame & { name: string; organisation: string; decision: JoinDecision },
  t: Translate,
): Rendered {
  const { cloud, decision } = values
  const organisation = name(values.organisation)
  const greeting = t('mail.greeting', { name: name(values.name) })
  if (decision === 'decline') {
    const subject = t('mail.join_decided.subject.declined', { organisation: values.organisation })
    return renderMail(t, values, subject, [greeting, t('mail.join_decided.declined', { organisation })])
  }
  const subject = t('mail.join_decided.subject.approved', { organisation: values.organisation, cloud })
  const role = decision === 'global_admin' ? 'admin' : 'user'
  return renderMail(t, values, subject, [
    greeting,
    t(`mail.join_decided.approved_${role}`, { organisation }),
    t('mail.join_decided.action'),
    theLink(t('mail.button.sign_in')),
  ])
}
