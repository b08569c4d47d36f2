import type { ChecklistKey, Enrolment } from '@entente/domain/core/cloud'

/** What the seeds ask of an indirect reseller. */
const usual: ChecklistKey[] = ['work_account', 'membership', 'legal_profile', 'primary_contact', 'support']

/** The lists of a cloud: the usual one, what this cloud adds, and for those that the operator bills its credit check. */
export const checklists = (...added: ChecklistKey[]): Enrolment['checklists'] => ({
  indirect_reseller: [...usual, ...added],
  indirect_provider: [...new Set<ChecklistKey>([...usual, ...added, 'credit_check'])],
  direct_bill: [...new Set<ChecklistKey>([...usual, ...added, 'credit_check'])],
})
