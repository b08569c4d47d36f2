import type { CurrentSession } from '@entente/site/locals'
import { navigationFor } from './navigation.ts'

/** The first page that the person may open; while their company is enrolling, its application. */
export const startOf = ({ roles, organisation }: CurrentSession): string => {
  if (organisation?.status === 'enrolling') return '/enrol/status'
  const { status = null, partnerKind: kind = null } = organisation ?? {}
  return navigationFor({ roles, status, kind })[0]?.href ?? '/account'
}
