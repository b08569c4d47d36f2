import type { DocumentRefusal } from './core/attachment.ts'
import type { AttestationRefusal } from './core/attestation.ts'
import type { CsvRefusal } from './core/csv.ts'
import type { CoreRefusal } from './core/refusal.ts'
import type { TypedNameRefusal } from './core/typed-name.ts'
import { type CustomerRefusal, customerRefusalStatusOf } from './customer/customer-refusal.ts'
import type { ContactRefusal } from './enrolment/contact-verification.ts'
import type { ImportRefusal } from './enrolment/directory-input.ts'
import type { EnrolmentRefusal } from './enrolment/enrolment.ts'
import type { ApplicationRefusal } from './enrolment/enrolment-input.ts'
import type { EvidenceMissing } from './enrolment/evidence.ts'
import type { MembershipRefusal } from './enrolment/mpn-profile.ts'
import type { AccountRefusal } from './identity/account.ts'
import type { PersonRefusal } from './identity/person.ts'
import type { SecondFactorRefusal } from './identity/second-factor.ts'
import type { ChoiceRefusal } from './identity/waiting-choice.ts'
import type { AccountControlRefusal } from './operator/account-control.ts'
import type { OperatorDirectoryRefusal } from './operator/operator-directory.ts'
import type { DeadLetterRefusal } from './operator/operator-list.ts'
import type { OperatorRequestRefusal } from './operator/operator-request.ts'
import type { PartnerControlRefusal } from './operator/partner-control.ts'
import type { BusinessProfileRefusal } from './partner/business-profile.ts'
import type { DirectoryRefusal } from './partner/partner-directory.ts'
import type { UserRefusal } from './partner/partner-user.ts'
import type { PartnershipRefusal } from './partner/partnership.ts'
import type { ProviderRefusal } from './partner/provider-entry.ts'
import type { AcceptanceRefusal } from './relationship/acceptance.ts'
import type { AccessReasonRefusal } from './relationship/access-record.ts'
import type { GrantInUse } from './relationship/admin-grant.ts'
import type { AgreementRenewalRefusal } from './relationship/agreement-renewal.ts'
import type { CustomerAccessRefusal } from './relationship/customer-access.ts'
import type { LabelRefusal, ViewRefusal } from './relationship/customer-label.ts'
import type { EndRequestRefusal } from './relationship/end-request.ts'
import type { ForeignLinkRefusal } from './relationship/foreign-link.ts'
import type { RecipientsRefusal } from './relationship/recipients.ts'
import type { LinkRefusal } from './relationship/relationship-link.ts'
import type { RelationshipRemovalRefusal } from './relationship/relationship-removal.ts'
import type { DraftRefusal } from './relationship/relationship-request.ts'
import type { RenegotiationRefusal } from './relationship/renegotiation.ts'
import type { SavedDraftRefusal } from './relationship/saved-draft.ts'
import type { SendRefusal } from './relationship/send-limits.ts'

/**
 * Every refusal that a user can cause, by its stable code and with what its text needs. Each noun declares its own.
 * The union is closed: `statusOf` here and the `errors` catalogue of i18n are complete over it. Anything else is a
 * fault and is thrown.
 */
export type Refusal =
  | CoreRefusal
  | CsvRefusal
  | DocumentRefusal
  | TypedNameRefusal
  | AttestationRefusal
  | AccountRefusal
  | PersonRefusal
  | SecondFactorRefusal
  | ChoiceRefusal
  | LinkRefusal
  | AcceptanceRefusal
  | AgreementRenewalRefusal
  | CustomerAccessRefusal
  | AccessReasonRefusal
  | GrantInUse
  | RelationshipRemovalRefusal
  | EndRequestRefusal
  | CustomerRefusal
  | LabelRefusal
  | ViewRefusal
  | RenegotiationRefusal
  | DraftRefusal
  | SavedDraftRefusal
  | ForeignLinkRefusal
  | RecipientsRefusal
  | SendRefusal
  | EnrolmentRefusal
  | EvidenceMissing
  | ImportRefusal
  | ContactRefusal
  | MembershipRefusal
  | ApplicationRefusal
  | UserRefusal
  | DirectoryRefusal
  | OperatorDirectoryRefusal
  | PartnerControlRefusal
  | ProviderRefusal
  | BusinessProfileRefusal
  | PartnershipRefusal
  | AccountControlRefusal
  | OperatorRequestRefusal
  | DeadLetterRefusal

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
  password_sign_in_required: 409,
  second_factor_missing: 409,
  own_second_factor_missing: 409,
  missing_permission: 403,
  not_global_admin: 403,
  not_decider: 403,
  membership_requested: 403,
  account_not_active: 403,
  feature_off: 403,
  not_found: 404,
  name_not_typed: 422,
  attestation_missing: 422,
  attestation_changed: 409,
  choices_too_large: 413,
  link_unknown: 404,
  link_revoked: 410,
  partner_not_active: 409,
  partnership_not_active: 409,
  other_party_not_active: 409,
  country_not_allowed: 409,
  agreement_not_accepted: 422,
  agreement_changed: 409,
  agreement_already_accepted: 409,
  no_active_partner: 409,
  services_invalid: 422,
  holders_changed: 409,
  grant_in_use: 409,
  one_time_link_unknown: 404,
  one_time_link_spent: 410,
  password_too_weak: 422,
  password_unchanged: 422,
  draft_link_missing: 422,
  draft_link_altered: 422,
  draft_foreign_link: 422,
  draft_paragraph_locked: 422,
  draft_links_unconfirmed: 422,
  draft_links_not_allowed: 422,
  draft_outdated: 409,
  draft_changed: 409,
  draft_gone: 409,
  recipients_invalid: 422,
  too_many_recipients: 422,
  recipient_recently_mailed: 429,
  recipient_complained: 409,
  recipient_bounced: 409,
  recipient_suppressed: 409,
  daily_limit_reached: 429,
  domain_limit_reached: 429,
  sending_stopped: 409,
  recipient_settled: 409,
  already_sent: 409,
  too_many_attempts: 429,
  idempotency_key_reused: 422,
  already_decided: 409,
  already_suspended: 409,
  not_suspended: 409,
  account_already_suspended: 409,
  account_not_suspended: 409,
  import_running: 409,
  made_by_partner: 403,
  already_asked: 409,
  request_settled: 409,
  own_request: 409,
  no_second_factor: 409,
  already_revoked: 409,
  already_retried: 409,
  already_frozen: 409,
  not_frozen: 409,
  no_provider_entry: 409,
  no_business_profile: 409,
  too_many_locations: 422,
  logo_refused: 422,
  already_listed: 409,
  not_listed: 409,
  provider_not_active: 409,
  wrong_partner_kind: 403,
  own_account_suspended: 409,
  consent_missing: 422,
  consent_changed: 409,
  partnership_removed: 409,
  admin_access_removed: 409,
  relationship_already_removed: 409,
  customer_items_live: 409,
  not_granted: 403,
  privileges_frozen: 409,
  access_reason_missing: 422,
  already_deauthorised: 409,
  already_announced: 409,
  not_announced: 409,
  notice_too_short: 422,
  enrolment_state_changed: 409,
  enrolment_incomplete: 422,
  contact_not_verified: 409,
  contact_settled: 409,
  checks_not_passed: 409,
  evidence_missing: 409,
  no_check_failed: 409,
  deadline_too_soon: 422,
  deadline_not_passed: 409,
  ...customerRefusalStatusOf,
  end_already_asked: 409,
  end_request_closed: 409,
  end_request_not_due: 409,
  too_many_matches: 422,
  too_many_tags: 422,
  too_many_views: 409,
  renegotiation_open: 409,
  renegotiation_closed: 409,
  membership_not_chosen: 409,
  mpn_profile_unusable: 422,
  membership_unavailable: 503,
  mpn_in_use: 409,
  web_mail_address: 422,
  admin_agent_missing: 409,
  partner_not_enrolled: 409,
  not_a_partner: 409,
  document_refused: 422,
  csv_encoding_unconfirmed: 422,
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
  operator_sign_in_refused: 401,
  unavailable: 503,
  invalid_input: 400,
} as const satisfies Record<RefusalCode, number>
