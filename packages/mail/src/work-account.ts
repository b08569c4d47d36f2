import { formatDateTime } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import { renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/** Confirms the address of a new work account. The link is the one-time link. */
export function workAccountMail(
  values: { cloud: string; name: string; organisation: string; expiresAt: Date; timeZone: string },
  t: Translate,
): Rendered {
  const { cloud, expiresAt, timeZone } = values
  return renderMail(t, t('mail.work_account.subject', { cloud }), [
    t('mail.greeting', { name: name(values.name) }),
    t('mail.work_account.text', { organisation: name(values.organisation) }),
    t('mail.work_account.action'),
    theLink,
    t('mail.valid_once', { time: formatDateTime(t.locale, expiresAt, timeZone) }),
    t('mail.work_account.ignore'),
    t('mail.sender', { cloud }),
  ])
}

/**
 * Answers **Create one** with an address that already has a work account. Only its owner learns this, by mail. `name`
 * is the account's own, never what the form claimed. The link is the portal's sign-in page.
 */
export function workAccountExistsMail(values: { cloud: string; name: string }, t: Translate): Rendered {
  const { cloud } = values
  return renderMail(t, t('mail.work_account_exists.subject', { cloud }), [
    t('mail.greeting', { name: name(values.name) }),
    t('mail.work_account_exists.text'),
    t('mail.work_account_exists.action'),
    theLink,
    t('mail.work_account_exists.ignore'),
    t('mail.sender', { cloud }),
  ])
}
