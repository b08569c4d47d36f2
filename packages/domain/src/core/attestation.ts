import { z } from 'zod'
import { ok, type Result, refuse } from './result.ts'

/**
 * What somebody who ends a business relationship states: it is done in good faith, for a legitimate purpose and
 * in line with the agreement, and the partner answers for claims to the contrary and gives legal notice itself. The words are in
 * i18n, `portal.attestation.*`; raise the version with every change to them. The row that ends keeps it with the person and the time.
 */
export const attestationVersion = '2026-11'

export const attestation = z.object({ given: z.boolean(), version: z.string().max(50) })

export type AttestationRefusal = { code: 'attestation_missing' } | { code: 'attestation_changed' }

/** The statement as it was posted; refused without the tick, and for words that changed since the page was opened. */
export function checkAttestation({
  given,
  version,
}: z.infer<typeof attestation>): Result<string, AttestationRefusal> {
  if (!given) return refuse({ code: 'attestation_missing' })
  return version === attestationVersion ? ok(version) : refuse({ code: 'attestation_changed' })
}
