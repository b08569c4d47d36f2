import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/** Tells the owner of an account that a series of sign-ins failed. The link is the page that resets the password. */
export function signInsFailedMail(values: Frame & { name: string }, t: Translate): Rendered {
  const { cloud } = values
  return renderMail(t, values, t('mail.sign_ins_failed.subject', { cloud }), [
    t('mail.greeting', { name: name(values.name) }),
    t('mail.sign_ins_failed.text', { cloud }),
    t('mail.sign_ins_failed.you'),
    t('mail.sign_ins_failed.action'),
    theLink(t('mail.button.password')),
    t('mail.sign_ins_failed.once'),
  ])
}
