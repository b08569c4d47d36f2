import { type PartnerKind, partnerKinds } from '@entente/domain/core/organisation'
import { type EnrolmentState, enrolmentStates } from '@entente/domain/enrolment/enrolment'
import { textOf } from '../core/list-href.ts'

/** What somebody has to decide or to wait for; the rest has not been submitted, or is decided. */
const open: EnrolmentState[] = [
  'submitted',
  'blocked_denied',
  'email_verified',
  'in_review',
  'documents_requested',
  're_review',
]
export const ages = [1, 3, 5, 10, 30] as const
const assignees = ['me', 'nobody'] as const

export type ApplicationFilters = {
  search?: string
  /** Open ones when it is left out. */
  state?: EnrolmentState | 'all'
  kind?: PartnerKind
  assignee?: (typeof assignees)[number]
  age?: string
}

/** The filters that the address keeps (U4); what cannot be read is none. */
export function readApplicationFilters(parameters: URLSearchParams): ApplicationFilters {
  const one = <Value extends string>(name: string, values: readonly Value[]) =>
    values.find((value) => value === textOf(parameters, name))
  const filters = {
    search: textOf(parameters, 'search'),
    state: one('state', ['all', ...enrolmentStates] as const),
    kind: one('kind', partnerKinds),
    assignee: one('assignee', assignees),
    age: one('age', ages.map(String)),
  }
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined))
}

/** The same for the API. */
export function wantedApplications({ search, state, kind, assignee, age }: ApplicationFilters) {
  const states = state === undefined ? open : state === 'all' ? undefined : [state]
  return { search, states, kind, assignee, olderThanDays: age === undefined ? undefined : Number(age) }
}
