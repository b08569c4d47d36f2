import type { AskedCheck, Evidence, EvidenceKind } from '@entente/domain/enrolment/evidence'

/** A check of this cloud, with what it needs of the applicant. */
export type AskedEvidence = Evidence & { check: AskedCheck; missing: readonly EvidenceKind[] }

/** How a check stands for its applicant: it waits for them, has what it needs, or needs nothing. */
export function evidenceState({ document, consent, missing }: AskedEvidence) {
  if (missing.length > 0) return { word: 'open', tone: 'warning' } as const
  return document || consent
    ? ({ word: 'done', tone: 'positive' } as const)
    : ({ word: 'nothing', tone: 'neutral' } as const)
}
