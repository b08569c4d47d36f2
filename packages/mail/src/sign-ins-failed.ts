import type { Translate } from '@entente/i18n/translate'
import { renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/** Tells the owner of an account that a series of sign-ins failed. The link is the page that resets the password. */
export function signInsFailedMail(values: { cloud: string; name: string }, t: Translate): Rendered {
  const { cloud } = values
  return renderMail(t, t('mail.sign_ins_failed.subject', { cloud }), [
    t('mail.greeting', { name: name(values.name) }),
    t('mail.sign_ins_failed.text', { cloud }),
    t('mail.sign_ins_failed.you'),
    t('mail.sign_ins_failed.action'),
    theLink,
    t('mail.sign_ins_failed.once'),
    t('mail.sender', { cloud }),
  ])
}
