import { type PartnerKind, partnerKinds } from '@entente/domain/core/organisation'
import { type EnrolmentState, enrolmentStates } from '@entente/domain/enrolment/enrolment'
import { type NextActor, nextActors, openStates } from '@entente/domain/enrolment/next-actor'
import { textOf } from '@entente/site/list-href'

export const ages = [1, 3, 5, 10, 30] as const
const assignees = ['me', 'nobody'] as const

export type ApplicationFilters = {
  search?: string
  /** Only open applications if undefined. */
  state?: EnrolmentState | 'all'
  kind?: PartnerKind
  assignee?: (typeof assignees)[number]
  next?: NextActor
  age?: string
}

/** Reads the filters from the URL (U4); invalid ones are ignored. */
export function readApplicationFilters(parameters: URLSearchParams): ApplicationFilters {
  const one = <Value extends string>(name: string, values: readonly Value[]) =>
    values.find((value) => value === textOf(parameters, name))
  const filters = {
    search: textOf(parameters, 'search'),
    state: one('state', ['all', ...enrolmentStates] as const),
    kind: one('kind', partnerKinds),
    assignee: one('assignee', assignees),
    next: one('next', nextActors),
    age: one('age', ages.map(String)),
  }
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined))
}

/** The filters as input for the API. */
export function applicationListInput({ search, state, kind, assignee, next, age }: ApplicationFilters) {
  const states = state === undefined ? openStates : state === 'all' ? undefined : [state]
  return { search, states, kind, assignee, next, olderThanDays: age === undefined ? undefined : Number(age) }
}
