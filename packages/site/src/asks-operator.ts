import type { Refusal } from '@entente/domain/refusal'

/** The refusals whose words send to the operator: how to reach it stands beside them. */
const askOperator: readonly (string | undefined)[] = [
  'feature_off',
  'sending_stopped',
  'privileges_frozen',
  'mpn_profile_unusable',
  'mpn_in_use',
  'draft_links_not_allowed',
  'account_not_active',
  'own_account_suspended',
  'partner_not_active',
  'orders_suspended',
] satisfies Refusal['code'][]

export const asksOperator = (code: string | undefined): boolean => askOperator.includes(code)
