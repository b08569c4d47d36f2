import type { Translate } from '@entente/i18n/translate'
import { type Actor, actionOf } from './enrolment-status.ts'
import { type Frame, renderMail } from './layout.ts'
import { name, text } from './plain.ts'
import type { Rendered } from './rendered.ts'

/** M-03: the application is approved. With `isReReview` the review was of changes to an account in use. */
export function enrolmentAcceptedMail(
  values: Frame & { name: string; organisation: string; actor: Actor; isReReview: boolean },
  t: Translate,
): Rendered {
  const { cloud, actor, isReReview } = values
  const organisation = name(values.organisation)
  const subject = t('mail.enrolment_accepted.subject', { organisation: values.organisation })
  return renderMail(t, values, subject, [
    t('mail.greeting', { name: name(values.name) }),
    isReReview
      ? t('mail.enrolment_accepted.re_review', { organisation })
      : t('mail.enrolment_accepted.text', { organisation, cloud }),
    ...actionOf(t, actor, t('mail.enrolment_accepted.action'), t('mail.button.account')),
  ])
}

/** M-04: the application is rejected, with the operator's reason and how to appeal (R-084, U-21). */
export function enrolmentRejectedMail(
  values: Frame & { name: string; organisation: string; actor: Actor; isReReview: boolean; reason: string },
  t: Translate,
): Rendered {
  const { actor, isReReview } = values
  const organisation = name(values.organisation)
  const subject = t('mail.enrolment_rejected.subject', { organisation: values.organisation })
  return renderMail(t, values, subject, [
    t('mail.greeting', { name: name(values.name) }),
    isReReview
      ? t('mail.enrolment_rejected.re_review', { organisation })
      : t('mail.enrolment_rejected.text', { organisation }),
    text(values.reason),
    ...(isReReview
      ? actionOf(t, actor, t('mail.enrolment_rejected.action.re_review'), t('mail.button.profile'))
      : actionOf(t, actor, t('mail.enrolment_rejected.action'), t('mail.button.appeal'))),
  ])
}
