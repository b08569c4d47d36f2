import type { Agreement } from '../core/cloud.ts'

type Signed = Pick<Agreement, 'name' | 'version'>

/**
 * Whether a partner that signed its agreement here has not signed the version that its cloud names now. A partner that the
 * operator set up has signed elsewhere: only the operator knows which version.
 */
export const isAgreementDue = (current: Signed, signatures: readonly Signed[]): boolean =>
  signatures.length > 0 &&
  !signatures.some(({ name, version }) => name === current.name && version === current.version)
