import type { Assurance } from '../identity/sign-in-directory.ts'

/** A value of a claim that says that a second factor was given: `acr:…` for the whole sign-in, `amr:…` for one of its methods. */
export type FactorClaim = { claim: 'acr' | 'amr'; value: string }

/** Whether the issuer says that a second factor was given. Without values that count, it never does. */
export const assertsSecondFactor = (counted: readonly FactorClaim[], { acr, amr }: Assurance): boolean =>
  counted.some(({ claim, value }) => (claim === 'acr' ? acr === value : amr.includes(value)))

// The issuer's clock may be behind ours, and it counts in whole seconds.
const toleranceMs = 60_000

/** Whether the person gave their credentials since they left; a session that they had at the issuer proves nobody's presence. */
export const gaveCredentialsSince = (leftAt: Date, { authenticatedAt }: Assurance): boolean =>
  authenticatedAt !== null && authenticatedAt.getTime() >= leftAt.getTime() - toleranceMs

export type OperatorDirectoryRefusal = {
  code: 'operator_sign_in_refused'
  reason:
    | 'over'
    | 'off'
    | 'no_answer'
    | 'busy'
    | 'refused'
    | 'unverified'
    | 'unknown'
    | 'other_person'
    /** The issuer did not say that a second factor was given. */
    | 'no_second_factor'
    /** The issuer did not ask for the credentials, or does not say when it did. */
    | 'not_asked'
}
