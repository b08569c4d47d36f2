import { expect, test } from 'vitest'
import { statusOf } from './refusal.ts'

/** The statuses that clients rely on; the type makes the table complete. */
test.each([
  [400, ['invalid_input']],
  [
    401,
    [
      'not_signed_in',
      'wrong_credentials',
      'wrong_code',
      'temporary_password_over',
      'directory_sign_in_refused',
    ],
  ],
  [
    403,
    [
      'missing_permission',
      'not_global_admin',
      'membership_requested',
      'account_not_active',
      'feature_off',
      'step_up_required',
    ],
  ],
  [404, ['not_found', 'link_unknown', 'one_time_link_unknown']],
  [
    409,
    [
      'partner_not_active',
      'country_not_allowed',
      'agreement_changed',
      'holders_changed',
      'draft_outdated',
      'second_factor_mandatory',
      'second_factor_required',
      'second_factor_missing',
      'sending_stopped',
      'recipient_complained',
      'recipient_bounced',
      'recipient_settled',
      'already_decided',
      'already_suspended',
      'account_already_suspended',
      'account_not_suspended',
      'not_suspended',
      'already_revoked',
      'already_retried',
      'already_deauthorised',
      'enrolment_state_changed',
      'contact_not_verified',
      'contact_settled',
      'checks_not_passed',
      'no_check_failed',
      'membership_not_chosen',
      'mpn_in_use',
      'admin_agent_missing',
      'partner_not_enrolled',
      'email_in_use',
      'last_global_admin',
      'own_account',
      'own_admin_role',
      'user_state_changed',
      'directory_missing',
      'directory_not_tested',
    ],
  ],
  [410, ['link_revoked', 'one_time_link_spent']],
  [429, ['recipient_recently_mailed', 'daily_limit_reached', 'domain_limit_reached', 'too_many_attempts']],
] as const)('%i is the status of exactly %o', (status, codes) => {
  const found = Object.entries(statusOf).filter(([, number]) => number === status)
  expect(found.map(([code]) => code).sort()).toEqual([...codes].sort())
})
