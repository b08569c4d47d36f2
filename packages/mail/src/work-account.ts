import { formatDateTime } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/** Confirms the address of a new work account. The link is the one-time link. */
export function workAccountMail(
  values: Frame & { name: string; organisation: string; expiresAt: Date; timeZone: string },
  t: Translate,
): Rendered {
  const { cloud, expiresAt, timeZone } = values
  return renderMail(t, values, t('mail.work_account.subject', { cloud }), [
    t('mail.greeting', { name: name(values.name) }),
    t('mail.work_account.text', { organisation: name(values.organisation) }),
    t('mail.work_account.action'),
    theLink(t('mail.button.confirm')),
    t('mail.valid_once', { time: formatDateTime(t.locale, expiresAt, timeZone) }),
    t('mail.ignore.no_account'),
  ])
}

/**
 * Answers **Create one** with an address that already has a work account. Only its owner learns this, by mail. `name`
 * is the account's own, never what the form claimed. The link is the portal's sign-in page.
 */
export function workAccountExistsMail(values: Frame & { name: string }, t: Translate): Rendered {
  const { cloud } = values
  return renderMail(t, values, t('mail.work_account_exists.subject', { cloud }), [
    t('mail.greeting', { name: name(values.name) }),
    t('mail.work_account_exists.text'),
    t('mail.work_account_exists.action'),
    theLink(t('mail.button.sign_in')),
    t('mail.ignore.nothing_to_do'),
  ])
}
