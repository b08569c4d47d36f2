import type { ChecklistKey, EnrolmentRules } from '@entente/domain/core/cloud'

/** The parts that every applicant completes. */
const usual: ChecklistKey[] = ['work_account', 'membership', 'legal_profile', 'primary_contact', 'support']

/**
 * The checklists of a cloud: the usual parts, what this cloud adds, and a credit check for partners that the operator
 * bills.
 */
export const checklists = (...added: ChecklistKey[]): EnrolmentRules['checklists'] => ({
  indirect_reseller: [...usual, ...added],
  indirect_provider: [...new Set<ChecklistKey>([...usual, ...added, 'credit_check'])],
  direct_bill: [...new Set<ChecklistKey>([...usual, ...added, 'credit_check'])],
})
