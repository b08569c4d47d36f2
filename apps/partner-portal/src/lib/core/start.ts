import type { CurrentSession } from '@entente/site/locals'
import { navigationFor } from './navigation.ts'

/** The first page that the person's roles may open; a company that still enrols has its application only. */
export const startOf = ({ roles, organisation }: CurrentSession): string => {
  if (organisation?.status === 'enrolling') return '/enrol/status'
  return navigationFor({ roles, status: organisation?.status ?? null })[0]?.href ?? '/account'
}
