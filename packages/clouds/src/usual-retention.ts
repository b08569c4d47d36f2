import type { Cloud } from '@entente/domain/core/cloud'

/** What every cloud keeps, and how long, until its law asks for something else (design 14). */
export const usualRetention: Cloud['retention'] = {
  recipientsMonths: 13,
  mailBodiesDays: 30,
  sessionsDays: 30,
  oneTimeLinksDays: 30,
  unconfirmedSignUpsDays: 7,
  auditYears: 7,
}
