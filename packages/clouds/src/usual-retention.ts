import type { Retention } from '@entente/domain/core/cloud'

/** What every cloud keeps and for how long, until its law requires something else. */
export const usualRetention: Retention = {
  recipientsMonths: 13,
  mailBodiesDays: 30,
  sessionsDays: 30,
  oneTimeLinksDays: 30,
  unconfirmedSignUpsDays: 7,
  documentsMonths: 6,
  refusedApplicationsMonths: 12,
  abandonedApplicationsMonths: 6,
  auditYears: 7,
  attestationYears: 7,
}
