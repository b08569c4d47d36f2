import { expect, test } from 'vitest'
import { statusOf } from './refusal.ts'

/** The answers that design and clients rely on; the type makes the table complete. */
test.each([
  [400, ['invalid_input']],
  [401, ['not_signed_in', 'wrong_credentials', 'wrong_code']],
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
      'second_factor_missing',
      'sending_stopped',
      'recipient_settled',
      'already_decided',
      'already_suspended',
      'not_suspended',
      'already_revoked',
      'already_retried',
    ],
  ],
  [410, ['link_revoked', 'one_time_link_spent']],
  [429, ['recipient_recently_mailed', 'daily_limit_reached', 'domain_limit_reached', 'too_many_attempts']],
] as const)('%i is the status of exactly %o', (status, codes) => {
  const found = Object.entries(statusOf).filter(([, number]) => number === status)
  expect(found.map(([code]) => code).sort()).toEqual([...codes].sort())
})
