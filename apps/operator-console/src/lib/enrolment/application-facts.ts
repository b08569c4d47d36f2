import { readablePhone } from '@entente/addresses/phone'
import { addressLines } from '@entente/addresses/postal-address'
import { enrolmentEvents } from '@entente/domain/enrolment/enrolment'
import { countryName, formatList } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import { type Reader, said } from '@entente/site/said'
import type { Words } from '@entente/ui/words'
import type { ApplicationRecord } from './find-application.ts'

export type Fact = { term: string; text: Words; isMissing: boolean; href?: string | undefined }
type CardText = Omit<NonNullable<ApplicationRecord['before']>, 'contactStatus' | 'contactIsApplicant'>
const phoneText = (number: string | null) => number && readablePhone(number)

/** What the applicant entered, panel by panel; missing values are marked. */
export function factsOf(reader: Reader & { t: Translate }, record: ApplicationRecord) {
  const { t } = reader
  const { application, profile, before, company, knownAs, applicant } = record
  const fact = (term: string, text: Words | null | undefined, href?: string): Fact => ({
    term,
    text: text || t('operator.application.company.missing'),
    isMissing: !text,
    href: text ? href : undefined,
  })
  const country = (code: string) => countryName(t.locale, code)
  /** A fact that may have changed; if so, the previously verified value follows it. */
  const changing = (term: string, textOf: (card: CardText) => string | null) => {
    const [now, was] = [textOf(profile), before && textOf(before)]
    const isOther = before !== null && now !== was
    return [fact(term, now), ...(isOther ? [fact(t('operator.application.before', { term }), was)] : [])]
  }
  const verified = `${company.legalName}, ${country(company.country)}`
  const isChanged = !before && verified !== `${profile.legalName}, ${country(profile.country)}`
  const { membership } = application
  const list = (values: readonly string[] | undefined) => values && formatList(t.locale, values)
  const verifiedAt = profile.contactVerifiedAt
  const contactState = verifiedAt
    ? said(reader, ({ ago }) => t('operator.application.contact.verified_on', { time: ago(verifiedAt) }))
    : t(`operator.application.contact_status.${profile.contactStatus}`)
  return {
    company: [
      ...changing(t('common.field.legal_name'), (card) => card.legalName),
      ...(isChanged ? [fact(t('operator.application.company.verified_name'), verified)] : []),
      fact(t('common.field.country'), country(profile.country)),
      ...changing(t('common.field.registration_number'), (card) => card.registrationNumber),
      ...changing(t('operator.application.company.address'), addressOf),
      ...(company.partnerNumber ? [fact(t('common.field.partner_id'), company.partnerNumber)] : []),
      ...(knownAs
        ? [fact(t('operator.application.company.known_as'), knownAs.legalName, `/partners/${knownAs.id}`)]
        : []),
      ...(applicant
        ? [fact(t('operator.application.company.applicant'), `${applicant.name} (${applicant.email})`)]
        : []),
      fact(t('common.organisation_id'), application.organisationId),
    ],
    contact: [
      ...changing(t('common.field.name'), (card) => card.contactName),
      ...changing(t('common.field.email'), (card) => card.contactEmail),
      ...changing(t('common.field.phone'), ({ contactPhone }) => phoneText(contactPhone)),
      fact(t('operator.application.contact.verification'), contactState),
    ],
    support: [
      fact(t('common.field.email'), profile.supportEmail),
      fact(t('common.field.phone'), phoneText(profile.supportPhone)),
      fact(t('operator.application.support.website'), profile.supportWebsite),
    ],
    membership: membership
      ? [
          fact(t('common.field.mpn_id'), membership.mpnId),
          fact(t('operator.application.membership.name'), membership.name),
          fact(t('common.field.country'), country(membership.country)),
          fact(t('common.incentives'), list(membership.incentives)),
          fact(t('common.benefits'), list(membership.benefits)),
          fact(t('common.competencies'), list(membership.competencies)),
        ]
      : [],
  }
}

const addressOf = (card: CardText): string =>
  // As letters are addressed in its country, so that it can be compared with a register.
  addressLines({
    ...{ country: card.country, line1: card.addressLine1 ?? '', line2: card.addressLine2 ?? '' },
    ...{ city: card.city ?? '', region: card.region ?? '', postalCode: card.postalCode ?? '' },
  }).join(', ')

/** Events with a text of their own. An event of a newer version of the portal gets a general text. */
const known = ['started', ...enrolmentEvents] as const

export const eventText = (t: Translate, event: string): string =>
  t(`operator.application.event.${known.find((name) => name === event) ?? 'other'}`)
