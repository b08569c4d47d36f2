import type { ReferralSource } from '@entente/domain/customer/referral'
import { countryName, formatDateTime } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, greeting, renderMail, theLink } from './layout.ts'
import { name, text } from './plain.ts'
import type { Rendered } from './rendered.ts'

/**
 * Asks the mailbox whether it asked a partner in the directory. It carries none of the typed words: they may be a
 * stranger's. The link is the one-time link to the page that confirms.
 */
export function referralAskedMail(
  values: Frame & { partner: string; expiresAt: Date; timeZone: string },
  t: Translate,
): Rendered {
  const { cloud, expiresAt, timeZone } = values
  const partner = name(values.partner)
  return renderMail(t, values, t('mail.referral_asked.subject', { partner: values.partner }), [
    greeting(t, null),
    t('mail.referral_asked.text', { partner, cloud }),
    t('mail.referral_asked.action'),
    theLink(t('mail.button.confirm')),
    t('mail.valid_once', { time: formatDateTime(t.locale, expiresAt, timeZone) }),
    t('mail.referral_asked.caution'),
  ])
}

type Waiting = Frame & {
  name: string
  isReminder: boolean
  source: ReferralSource
  company: string
  country: string
  /** Null where nobody wrote one. */
  message: string | null
  deadline: Date
  timeZone: string
}

/** Tells a partner's person of a referral that waits for its answer (M-17). The link is the referral. */
export function referralWaitingMail(values: Waiting, t: Translate): Rendered {
  const { source, company, country, message, isReminder } = values
  const subject = isReminder ? 'mail.referral.subject.reminder' : 'mail.referral.subject.new'
  return renderMail(t, values, t(subject, { company }), [
    greeting(t, values.name),
    t(`mail.referral.text.${source}`, { cloud: values.cloud }),
    {
      kind: 'card',
      title: t('mail.referral.card'),
      parts: [
        t('mail.referral.company', { company: name(company) }),
        t('mail.referral.country', { country: countryName(t.locale, country) }),
        t('mail.referral.deadline', {
          time: formatDateTime(t.locale, values.deadline, values.timeZone),
        }),
      ],
    },
    ...(message !== null
      ? [{ kind: 'words' as const, title: t('mail.referral.words'), parts: [text(message)] }]
      : []),
    t('mail.referral.action'),
    theLink(t('mail.button.referral')),
  ])
}

type Closed = Frame & {
  /** To who asked, or to the provider's person who referred the customer. */
  to: 'customer' | 'provider'
  name: string
  partner: string
  company: string
  status: 'declined' | 'expired'
}

/** Tells that a partner declined a referral, or did not answer in time (M-18). The link is the directory, or the provider's list. */
export function referralClosedMail(values: Closed, t: Translate): Rendered {
  const { to, status } = values
  const partner = name(values.partner)
  const subject = t('mail.referral_closed.subject', { partner: values.partner, status })
  return renderMail(t, values, subject, [
    greeting(t, values.name),
    t(`mail.referral_closed.${to}.${status}`, {
      partner,
      company: name(values.company),
      cloud: values.cloud,
    }),
    t(`mail.referral_closed.${to}.action`),
    theLink(t(`mail.button.referral_${to}`)),
  ])
}
