import type { Role } from '@entente/domain/core/role'
import type { Refusal } from '@entente/domain/refusal'
import { countryName, formatList, formatWait } from './format.ts'
import type { Translate } from './translate.ts'

/**
 * The words for a refusal: what happened, why, and what to do next (U16). A refusal whose message needs values that are
 * missing here does not compile.
 */
export function refusalText(t: Translate, refusal: Refusal): string {
  switch (refusal.code) {
    case 'missing_permission':
      return t('errors.missing_permission', { roles: roleNames(t, refusal.roles) })
    case 'not_global_admin':
    case 'not_decider': {
      const admins = refusal.admins.map(({ name, email }) => `${name} (${email})`)
      return t(`errors.${refusal.code}`, {
        admins: formatList(t.locale, admins, 'disjunction'),
        count: admins.length,
      })
    }
    case 'membership_requested':
      return t('errors.membership_requested', { organisation: refusal.organisation })
    case 'country_not_allowed':
      return t('errors.country_not_allowed', { country: countryName(t.locale, refusal.country) })
    case 'password_too_weak':
      return t('errors.password_too_weak', { reason: refusal.reason })
    case 'customer_agreement_known':
      return t('errors.customer_agreement_known', { state: refusal.state })
    case 'draft_changed':
      return t('errors.draft_changed', { person: refusal.by })
    case 'draft_foreign_link':
      return t('errors.draft_foreign_link', { paragraph: refusal.paragraph })
    case 'draft_links_unconfirmed':
      return t('errors.draft_links_unconfirmed', { count: refusal.links.length })
    case 'draft_links_not_allowed':
      return t('errors.draft_links_not_allowed', {
        links: formatList(
          t.locale,
          refusal.links.map(({ url }) => url),
        ),
      })
    case 'draft_paragraph_locked':
      return t('errors.draft_paragraph_locked', { paragraph: refusal.paragraph })
    case 'recipients_invalid': {
      const { addresses } = refusal
      return t('errors.recipients_invalid', {
        addresses: formatList(t.locale, addresses),
        count: addresses.length,
      })
    }
    case 'too_many_recipients':
      return t('errors.too_many_recipients', { given: refusal.given, most: refusal.most })
    case 'too_many_matches':
    case 'too_many_tags':
    case 'too_many_views':
      return t(`errors.${refusal.code}`, { most: refusal.most })
    case 'too_many_locations':
      return t('errors.too_many_locations', {
        country: countryName(t.locale, refusal.country),
        most: refusal.most,
      })
    case 'logo_refused':
      return t('errors.logo_refused', { reason: refusal.reason })
    case 'recipient_recently_mailed': {
      const addresses = formatList(t.locale, refusal.addresses)
      const wait = formatWait(t.locale, refusal.retryAfterSeconds)
      return t('errors.recipient_recently_mailed', { addresses, wait })
    }
    case 'recipient_complained':
    case 'recipient_bounced':
    case 'recipient_suppressed':
      return t(`errors.${refusal.code}`, { addresses: formatList(t.locale, refusal.addresses) })
    case 'domain_limit_reached': {
      const domains = formatList(t.locale, refusal.domains)
      return t('errors.domain_limit_reached', {
        domains,
        wait: formatWait(t.locale, refusal.retryAfterSeconds),
      })
    }
    case 'enrolment_incomplete': {
      const missing = refusal.missing.map((part) => t(`common.enrolment_part.${part}`))
      return t('errors.enrolment_incomplete', { missing: formatList(t.locale, missing) })
    }
    case 'checks_not_passed': {
      const checks = refusal.checks.map((check) => t(`common.enrolment_check.${check}`))
      return t('errors.checks_not_passed', { checks: formatList(t.locale, checks) })
    }
    case 'evidence_missing': {
      const missing = refusal.evidence.map((kind) => t(`common.evidence.${kind}`))
      return t('errors.evidence_missing', {
        check: t(`common.enrolment_check.${refusal.check}`),
        missing: formatList(t.locale, missing),
      })
    }
    case 'mpn_profile_unusable': {
      const { reason } = refusal
      const profileCountry = countryName(t.locale, refusal.profileCountry)
      return t('errors.mpn_profile_unusable', {
        reason,
        profileCountry,
        country: countryName(t.locale, refusal.country),
      })
    }
    case 'directory_unusable':
      return t('errors.directory_unusable', { reason: refusal.reason })
    case 'directory_sign_in_refused':
      return t('errors.directory_sign_in_refused', { reason: refusal.reason })
    case 'operator_sign_in_refused':
      return t('errors.operator_sign_in_refused', { reason: refusal.reason })
    case 'request_settled':
      return t('errors.request_settled', { state: refusal.state })
    case 'document_refused':
      return t('errors.document_refused', { reason: refusal.reason })
    case 'csv_encoding_unconfirmed':
      return t('errors.csv_encoding_unconfirmed', { encoding: refusal.encoding ?? 'unknown' })
    case 'import_unreadable':
      return t('errors.import_unreadable', { fault: refusal.fault })
    case 'daily_limit_reached':
    case 'too_many_attempts':
      return t(`errors.${refusal.code}`, { wait: formatWait(t.locale, refusal.retryAfterSeconds) })
    case 'deadline_not_passed':
      return t('errors.deadline_not_passed', { deadline: refusal.deadline })
    case 'seats_out_of_range':
      return t('errors.seats_out_of_range', { min: refusal.min, max: refusal.max })
    case 'seats_assigned':
      return t('errors.seats_assigned', { assigned: refusal.assigned })
    case 'licence_users_unknown':
      return t('errors.licence_users_unknown', { names: refusal.names })
    default:
      return t(`errors.${refusal.code}`)
  }
}

/** "admin agent, sales agent or global admin": any one of them is enough. */
export function roleNames(t: Translate, roles: readonly Role[]): string {
  const names = roles.map((role) => t(`common.role.${role}`))
  return formatList(t.locale, names, 'disjunction')
}

/**
 * The words for one message of `invalid_input.fields`. The messages of the domain's schemas and of zod itself are for
 * developers, so each is reworded for people; an unknown one gets a general text.
 */
export function fieldErrorText(t: Translate, message: string): string {
  const max = /^Too big: expected string to have <=(\d+)/.exec(message)?.[1]
  if (max) return t('common.field_error.too_long', { max: Number(max) })
  if (/^Too small: expected string to have >=1 |received undefined$/.test(message)) {
    return t('common.field_error.required')
  }
  if (/^Invalid option/.test(message)) return t('common.field_error.choice')
  switch (message) {
    case 'not an e-mail address':
      return t('common.field_error.email')
    case 'not a country code':
      return t('common.field_error.country')
    case 'not a line of text':
      return t('common.field_error.one_line')
    case 'not plain text':
      return t('common.field_error.plain_text')
    case 'not ticked':
      return t('common.field_error.ticked')
    case 'no role chosen':
      return t('common.field_error.role')
    case 'not an MPN ID':
      return t('common.field_error.mpn_id')
    case 'not a phone number':
      return t('common.field_error.phone')
    case 'not a postal code':
      return t('common.field_error.postal_code')
    case 'not a web address':
      return t('common.field_error.web_address')
    case 'required':
      return t('common.field_error.required')
    default:
      return t('common.field_error.invalid')
  }
}
