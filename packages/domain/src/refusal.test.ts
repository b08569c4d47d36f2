import { expect, test } from 'vitest'
import { statusOf } from './refusal.ts'

/** The answers that design and clients rely on; the type makes the table complete. */
test.each([
  [400, ['invalid_input']],
  [401, ['not_signed_in', 'wrong_credentials']],
  [
    403,
    ['missing_permission', 'not_global_admin', 'membership_requested', 'account_not_active', 'feature_off'],
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
      'already_decided',
    ],
  ],
  [410, ['link_revoked', 'one_time_link_spent']],
  [429, ['recipient_recently_mailed', 'daily_limit_reached', 'too_many_attempts']],
] as const)('%i is the status of exactly %o', (status, codes) => {
  const found = Object.entries(statusOf).filter(([, number]) => number === status)
  expect(found.map(([code]) => code).sort()).toEqual([...codes].sort())
})
