import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/**
 * Answers a sign-up with an address that already has an account. Only its owner learns this, by mail; the page looks
 * the same to everybody. `name` is the account's own, never what the sign-up claimed. The link is the sign-in page.
 */
export function alreadySignedUpMail(values: Frame & { name: string }, t: Translate): Rendered {
  const { cloud } = values
  return renderMail(t, values, t('mail.already_signed_up.subject', { cloud }), [
    t('mail.greeting', { name: name(values.name) }),
    t('mail.already_signed_up.text'),
    t('mail.already_signed_up.action'),
    theLink(t('mail.button.sign_in')),
    t('mail.ignore.nothing_to_do'),
  ])
}
