import { z } from 'zod'
import type { Cloud } from '../core/cloud.ts'
import { idOf } from '../core/id.ts'
import { dayAt } from '../core/local-day.ts'
import type { PartnerKind } from '../core/organisation.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { emailAddress, oneLine } from '../identity/account.ts'

/** `signed`: by the customer itself, when it accepted. A later signature counts, and the attestation is kept (§4.13). */
export type AgreementState = 'none' | 'attested' | 'signed'

export type AgreementRefusal =
  /** Neither signed nor attested, so nothing can be ordered for the customer. */
  | { code: 'customer_agreement_missing' }
  | { code: 'customer_agreement_known'; state: Exclude<AgreementState, 'none'> }
  | { code: 'agreement_date_in_future' }

/** Who of the customer agreed, and on which day. The version is the one that the page showed. */
export const attestAgreementInput = z.object({
  id: idOf<'relationship'>(),
  firstName: oneLine(100),
  lastName: oneLine(100),
  email: emailAddress,
  agreedOn: z.iso.date(),
  version: z.string().max(50),
})

/** Whether an order of this seller may go on: where the cloud asks for it, the customer's agreement is known. */
export const agreementHolds = (cloud: Pick<Cloud, 'agreements'>, state: AgreementState): boolean =>
  !cloud.agreements.attestedByPartner || state !== 'none'

/** Whether a partner of this kind attests at all: one that sells itself, in a cloud that takes attestations. */
export const mayAttest = (cloud: Pick<Cloud, 'agreements'>, kind: PartnerKind): boolean =>
  cloud.agreements.attestedByPartner && kind !== 'indirect_reseller'

/** A partner states that its customer agreed (§4.13). It never takes the place of a signature. */
export function attestAgreement(
  state: AgreementState,
  act: {
    cloud: Pick<Cloud, 'agreements'>
    kind: PartnerKind
    version: string
    agreedOn: string
    now: Date
    /** The zone of the person who attests: their day may be ahead of the cloud's. */
    timeZone: string
  },
): Result<'attested', AgreementRefusal | { code: 'feature_off' } | { code: 'agreement_changed' }> {
  if (!mayAttest(act.cloud, act.kind)) return refuse({ code: 'feature_off' })
  if (state !== 'none') return refuse({ code: 'customer_agreement_known', state })
  if (act.version !== act.cloud.agreements.customer.version) return refuse({ code: 'agreement_changed' })
  if (act.agreedOn > dayAt(act.now, act.timeZone)) return refuse({ code: 'agreement_date_in_future' })
  return ok('attested')
}
