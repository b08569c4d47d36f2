import type { Permission } from './core/permission.ts'
import type { Role } from './core/role.ts'
import type { EnrolmentCheck, EnrolmentPart, EnrolmentState } from './enrolment/enrolment.ts'

/**
 * Every refusal that a user can cause, by its stable code and with what its text needs. The union is closed:
 * `statusOf` here and the `errors` catalogue of i18n are complete over it. Anything else is a fault and is thrown.
 */
export type Refusal =
  | { code: 'not_signed_in' }
  | { code: 'wrong_credentials' }
  | { code: 'wrong_code' }
  | { code: 'step_up_required'; method: 'password' | 'second_factor' }
  | { code: 'second_factor_mandatory' }
  /** The company asks it of everybody, and this account has none. */
  | { code: 'second_factor_required' }
  | { code: 'second_factor_missing' }
  | { code: 'missing_permission'; permission: Permission; roles: readonly Role[] }
  | { code: 'not_global_admin'; admins: { name: string; email: string }[] }
  | { code: 'membership_requested'; organisation: string }
  | { code: 'account_not_active' }
  | { code: 'feature_off' }
  | { code: 'not_found' }
  | { code: 'link_unknown' }
  | { code: 'link_revoked' }
  | { code: 'partner_not_active' }
  | { code: 'country_not_allowed'; country: string }
  | { code: 'agreement_not_accepted' }
  | { code: 'agreement_changed' }
  | { code: 'services_invalid' }
  | { code: 'holders_changed' }
  | { code: 'one_time_link_unknown' }
  | { code: 'one_time_link_spent' }
  | { code: 'password_too_weak'; reason: 'short' | 'common' | 'personal' }
  | { code: 'password_unchanged' }
  | { code: 'draft_link_missing' }
  | { code: 'draft_link_altered' }
  | { code: 'draft_foreign_link'; paragraph: number }
  | { code: 'draft_paragraph_locked'; paragraph: number }
  | { code: 'draft_outdated' }
  | { code: 'recipients_invalid'; addresses: string[] }
  | { code: 'recipient_recently_mailed'; addresses: string[]; retryAfterSeconds: number }
  /** Who reported a mail of this partner as unwanted, or whose mail came back (S19). */
  | { code: 'recipient_complained'; addresses: string[] }
  | { code: 'recipient_bounced'; addresses: string[] }
  | { code: 'daily_limit_reached'; retryAfterSeconds: number }
  | { code: 'domain_limit_reached'; domains: string[]; retryAfterSeconds: number }
  | { code: 'sending_stopped' }
  | { code: 'recipient_settled' }
  | { code: 'too_many_attempts'; retryAfterSeconds: number }
  | { code: 'idempotency_key_reused' }
  | { code: 'already_decided' }
  | { code: 'already_suspended' }
  | { code: 'not_suspended' }
  | { code: 'already_revoked' }
  | { code: 'already_retried' }
  | { code: 'already_deauthorised' }
  /** The application is in another state, or another version, than the page showed. */
  | { code: 'enrolment_state_changed'; state: EnrolmentState }
  | { code: 'enrolment_incomplete'; missing: readonly EnrolmentPart[] }
  | { code: 'contact_not_verified' }
  | { code: 'contact_settled' }
  | { code: 'checks_not_passed'; checks: readonly EnrolmentCheck[] }
  | { code: 'no_check_failed' }
  | { code: 'membership_not_chosen' }
  | {
      code: 'membership_profile_unusable'
      reason: 'inactive' | 'other_country' | 'in_use'
      profileCountry: string
      country: string
    }
  | { code: 'membership_unavailable' }
  | { code: 'mpn_in_use' }
  | { code: 'web_mail_address' }
  | { code: 'admin_agent_missing' }
  | { code: 'partner_not_enrolled' }
  | { code: 'document_refused'; reason: 'empty' | 'too_large' | 'type' | 'too_many' }
  | { code: 'email_in_use' }
  | { code: 'last_global_admin' }
  | { code: 'own_account' }
  | { code: 'own_admin_role' }
  | { code: 'user_state_changed' }
  | { code: 'temporary_password_over' }
  | { code: 'directory_missing' }
  | { code: 'directory_not_tested' }
  | { code: 'directory_unusable'; reason: 'address' | 'no_answer' | 'not_openid' | 'refused' }
  | {
      code: 'directory_sign_in_refused'
      reason: 'over' | 'off' | 'no_answer' | 'refused' | 'unverified' | 'unknown' | 'other_address'
    }
  /** Nobody's doing: the database or the API is away for a moment (R5). */
  | { code: 'unavailable'; retryAfterSeconds: number }
  | { code: 'invalid_input'; fields: Record<string, string[]> }

export type RefusalCode = Refusal['code']

/** The refusals with these codes: `RefusalOf<'link_unknown' | 'link_revoked'>`. */
export type RefusalOf<Code extends RefusalCode> = Extract<Refusal, { code: Code }>

/** Refusal code -> HTTP status, for the API and the sites alike. */
export const statusOf = {
  not_signed_in: 401,
  wrong_credentials: 401,
  wrong_code: 401,
  step_up_required: 403,
  second_factor_mandatory: 409,
  second_factor_required: 409,
  second_factor_missing: 409,
  missing_permission: 403,
  not_global_admin: 403,
  membership_requested: 403,
  account_not_active: 403,
  feature_off: 403,
  not_found: 404,
  link_unknown: 404,
  link_revoked: 410,
  partner_not_active: 409,
  country_not_allowed: 409,
  agreement_not_accepted: 422,
  agreement_changed: 409,
  services_invalid: 422,
  holders_changed: 409,
  one_time_link_unknown: 404,
  one_time_link_spent: 410,
  password_too_weak: 422,
  password_unchanged: 422,
  draft_link_missing: 422,
  draft_link_altered: 422,
  draft_foreign_link: 422,
  draft_paragraph_locked: 422,
  draft_outdated: 409,
  recipients_invalid: 422,
  recipient_recently_mailed: 429,
  recipient_complained: 409,
  recipient_bounced: 409,
  daily_limit_reached: 429,
  domain_limit_reached: 429,
  sending_stopped: 409,
  recipient_settled: 409,
  too_many_attempts: 429,
  idempotency_key_reused: 422,
  already_decided: 409,
  already_suspended: 409,
  not_suspended: 409,
  already_revoked: 409,
  already_retried: 409,
  already_deauthorised: 409,
  enrolment_state_changed: 409,
  enrolment_incomplete: 422,
  contact_not_verified: 409,
  contact_settled: 409,
  checks_not_passed: 409,
  no_check_failed: 409,
  membership_not_chosen: 409,
  membership_profile_unusable: 422,
  membership_unavailable: 503,
  mpn_in_use: 409,
  web_mail_address: 422,
  admin_agent_missing: 409,
  partner_not_enrolled: 409,
  document_refused: 422,
  email_in_use: 409,
  last_global_admin: 409,
  own_account: 409,
  own_admin_role: 409,
  user_state_changed: 409,
  temporary_password_over: 401,
  directory_missing: 409,
  directory_not_tested: 409,
  directory_unusable: 422,
  directory_sign_in_refused: 401,
  unavailable: 503,
  invalid_input: 400,
} as const satisfies Record<RefusalCode, number>
