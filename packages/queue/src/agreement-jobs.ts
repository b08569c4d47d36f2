import { idOf } from '@entente/domain/core/id'
import { z } from 'zod'

const organisation = idOf<'organisation'>()
const version = z.string().max(200)

/** The part of `jobs` for signatures of agreements. */
export const agreementJobs = {
  /** To the person of a customer whose agreement a partner attested (M-11). */
  'mail.agreement-attested': z.object({ partnerId: organisation, attestationId: idOf<'attestation'>() }),
  /** To one global admin of a partner, whom an operator asks to sign the newest agreement. */
  'mail.agreement-due': z.object({ partnerId: organisation, accountId: idOf<'account'>(), version }),
  /** The next customers that an operator asks to accept the newest agreement. Records the job that goes on after it. */
  'agreement.ask-customers': z.object({ askingId: idOf<'asking'>() }),
  /** To one global admin of such a customer. */
  'mail.agreement-renewal-due': z.object({
    customerId: organisation,
    accountId: idOf<'account'>(),
    version,
  }),
  /** To the person who accepted the newest agreement for a customer outside an acceptance. */
  'mail.agreement-renewed': z.object({
    customerId: organisation,
    renewalId: idOf<'renewal'>(),
    accountId: idOf<'account'>(),
  }),
} as const
